package auth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// ErrNoDevice tells that the provider has no device authorization endpoint.
var ErrNoDevice = errors.New("the provider offers no sign-in with a code on another device: sign in with the browser")

// DeviceHandler is the face's side of a sign-in with a code. Each part may be
// nil.
type DeviceHandler struct {
	// Waiting is called once, on SignInDevice's goroutine, when there is a
	// code to show.
	Waiting func(DeviceWaiting)
}

// DeviceWaiting is what a face shows while the person enters the code. Say
// with it that a code is only to be entered by who asked for it (RFC 8628
// section 5.4): whoever enters another's code lets that other person in.
type DeviceWaiting struct {
	// UserCode is what to type, visible characters only. Show it also where
	// VerificationURIComplete is used (RFC 8628 section 3.3.1).
	UserCode string
	// VerificationURI is where. It may be opened and shown.
	VerificationURI string
	// VerificationURIComplete has the code in it, for a QR code; empty where
	// the provider gives none.
	VerificationURIComplete string
	// Deadline is when the code ends.
	Deadline time.Time
}

// DeviceDeniedError tells that the person, or the provider, said no on the
// other device.
type DeviceDeniedError struct {
	// Refusal is the provider's answer.
	Refusal *TokenError
}

func (e *DeviceDeniedError) Error() string {
	text := "the sign-in was declined on the other device"
	if e.Refusal.Description != "" {
		text += ": " + e.Refusal.Description
	}
	return text
}

// Unwrap gives the provider's answer.
func (e *DeviceDeniedError) Unwrap() error { return e.Refusal }

// DeviceExpiredError tells that nobody entered the code in time.
type DeviceExpiredError struct {
	UserCode string
	// Waited is how long the code was good.
	Waited time.Duration
	// Refusal is the provider's answer, nil when the time ended here.
	Refusal *TokenError
}

func (e *DeviceExpiredError) Error() string {
	return fmt.Sprintf("nobody entered the code %s within %s: start again for a new code", e.UserCode, e.Waited.Round(time.Second))
}

// Unwrap gives the provider's answer, if there was one.
func (e *DeviceExpiredError) Unwrap() error {
	if e.Refusal == nil {
		return nil
	}
	return e.Refusal
}

// Timeout is true.
func (e *DeviceExpiredError) Timeout() bool { return true }

// SignInDevice gets a token by the device authorization grant (RFC 8628): the
// person enters a code in a browser anywhere, while this asks the provider
// again and again. It blocks until the provider decided or the code ended; the
// end of ctx ends it at once.
//
// Its errors are ErrNoDevice, *DeviceDeniedError, *DeviceExpiredError, and
// those of the exchanges: *TokenError, *NetworkError (of the first request
// only: later ones are tried again), *RedirectError, *AnswerError. After the
// end of ctx errors.Is finds its cause.
func (f *Flow) SignInDevice(ctx context.Context, rec *wire.Recorder, c Client, h DeviceHandler) (*Token, error) {
	if c.DeviceURL == "" {
		return nil, ErrNoDevice
	}
	if err := c.checkApp(); err != nil {
		return nil, err
	}
	d, err := f.deviceCode(ctx, rec, c)
	if err != nil {
		return nil, err
	}
	deadline := f.now().Add(d.lifetime)
	rec.Note("Waiting until the code %s is entered at %s, for at most %s", d.user, d.uri, d.lifetime)
	if h.Waiting != nil {
		h.Waiting(DeviceWaiting{UserCode: d.user, VerificationURI: d.uri, VerificationURIComplete: d.complete, Deadline: deadline})
	}
	t, claims, err := f.poll(ctx, rec, c, d)
	if err != nil {
		rec.Note("%s", clean(rec, err.Error(), 1500))
		return nil, err
	}
	f.identify(ctx, rec, c, t, claims, "")
	return t, nil
}

// deviceCode asks for a code (RFC 8628 section 3.1).
func (f *Flow) deviceCode(ctx context.Context, rec *wire.Recorder, c Client) (deviceCode, error) {
	x, got, err := f.post(ctx, rec, c, c.DeviceURL, url.Values{"scope": {strings.Join(c.Scopes, " ")}})
	if err != nil {
		return deviceCode{}, cause(ctx, err)
	}
	if got.status < 200 || got.status > 299 || x.hasError(got) {
		return deviceCode{}, x.refusal(got)
	}
	d, wrong := parseDevice(got.body)
	if wrong == "" && wire.IsLoopback(hostOf(d.uri)) && !wire.IsLoopback(hostOf(c.DeviceURL)) {
		wrong = "its verification_uri leads to this computer"
	}
	if wrong != "" {
		return deviceCode{}, &AnswerError{Status: got.status, What: wrong, Body: clean(rec, maskBody(rec, got.body), 2000)}
	}
	rec.Mask("device code", d.device)
	for _, remark := range d.remarks {
		rec.Note("%s", remark)
	}
	return d, nil
}
