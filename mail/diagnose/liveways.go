package diagnose

import (
	"errors"

	"mailknock/auth"
)

// waysError adds what the errors of the ways beside the browser say.
func (l *live) waysError(err error) {
	var (
		expired  *auth.DeviceExpiredError
		declined *auth.DeviceDeniedError
		key      *auth.KeyFileError
		password *auth.KeyPasswordError
		account  *auth.ServiceAccountFileError
	)
	switch {
	case errors.As(err, &expired):
		l.tell("oauth.device_code_expired", 0.96, expired.Error())
	case errors.As(err, &declined):
		l.tell("oauth.access_denied", 0.9, declined.Error())
	case errors.Is(err, auth.ErrNoDevice):
		l.tell("oauth.flow_not_allowed", 0.95, err.Error())
	case errors.Is(err, auth.ErrNoCredentials):
		l.tell("oauth.client_secret_required", 0.95, err.Error())
	case errors.As(err, &key) && key.Problem == auth.KeyExpired:
		l.tell("oauth.client_secret_expired", 0.96, key.Error())
	case errors.As(err, &key), errors.As(err, &password), errors.As(err, &account):
		l.tell("oauth.client_secret_wrong", 0.95, err.Error())
	}
}
