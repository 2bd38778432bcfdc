package auth

import (
	"context"
	"errors"
	"net/url"
	"time"

	"mailknock/mail/wire"
)

// slowDown is how much longer each wait is after a slow_down, for good (RFC
// 8628 section 3.5).
const slowDown = 5 * time.Second

// maxBackOff bounds the wait that failures of the network lead to.
const maxBackOff = time.Minute

// poll asks for the token until the provider decided (RFC 8628 sections 3.4
// and 3.5).
func (f *Flow) poll(ctx context.Context, rec *wire.Recorder, c Client, d deviceCode) (*Token, idClaims, error) {
	life := time.NewTimer(d.lifetime)
	defer life.Stop()
	interval := d.interval
	for {
		wait := time.NewTimer(interval)
		select {
		case <-wait.C:
		case <-life.C:
			wait.Stop()
			return nil, idClaims{}, &DeviceExpiredError{UserCode: d.user, Waited: d.lifetime}
		case <-ctx.Done():
			wait.Stop()
			return nil, idClaims{}, context.Cause(ctx)
		}
		t, claims, err := f.token(ctx, rec, c, Token{}, url.Values{
			"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {d.device.Reveal()},
		})
		if err == nil {
			return t, claims, nil
		}
		if ctx.Err() != nil {
			return nil, idClaims{}, context.Cause(ctx)
		}
		next, final := d.next(err, interval)
		if final != nil {
			return nil, idClaims{}, final
		}
		if next != interval {
			rec.Note("From now on %s between two questions.", next)
		}
		interval = next
	}
}

// next tells how long to wait after a failure, or that there is nothing to
// wait for.
func (d deviceCode) next(err error, interval time.Duration) (time.Duration, error) {
	var (
		refused *TokenError
		network *NetworkError
	)
	switch {
	case errors.As(err, &network):
		return max(interval, min(2*interval, maxBackOff)), nil
	case !errors.As(err, &refused):
		return 0, err
	}
	switch refused.Code {
	case "authorization_pending":
		return interval, nil
	case "slow_down":
		return interval + slowDown, nil
	case "access_denied", "authorization_declined": // the latter is Microsoft's
		return 0, &DeviceDeniedError{Refusal: refused}
	case "expired_token":
		return 0, &DeviceExpiredError{UserCode: d.user, Waited: d.lifetime, Refusal: refused}
	}
	if refused.Temporary() {
		return max(interval, refused.RetryAfter, min(2*interval, maxBackOff)), nil
	}
	return 0, err
}
