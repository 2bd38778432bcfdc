package auth

import (
	"crypto/x509"
	"net/http"
	"time"
)

// DefaultTimeout is how long a sign-in waits for the browser.
const DefaultTimeout = 5 * time.Minute

// exchangeTimeout bounds one HTTP exchange, its body included.
const exchangeTimeout = 30 * time.Second

// Flow does one exchange after the other with a provider. The zero value is
// usable, and it is safe for concurrent use.
type Flow struct {
	// HTTP is nil for the default: TLS 1.2 or newer, HTTP/1.1, the
	// environment's proxy, no kept connections. Of a given one only the
	// Transport is used: there are never cookies, and no redirect is followed.
	HTTP *http.Client
	// Roots are trusted beside the system's; nil: the system's only.
	Roots *x509.CertPool
	// OpenURL opens the system's browser; nil means OpenBrowser. It runs
	// beside the sign-in and may block.
	OpenURL func(string) error
	// Timeout is how long SignIn waits for the browser; 0 means
	// DefaultTimeout.
	Timeout time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time

	listen listenFunc
	lookup lookupFunc
}

func (f *Flow) now() time.Time {
	if f.Now != nil {
		return f.Now()
	}
	return time.Now()
}

func (f *Flow) timeout() time.Duration {
	if f.Timeout > 0 {
		return f.Timeout
	}
	return DefaultTimeout
}
