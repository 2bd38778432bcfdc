package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// deviceAS is an authorization server for devices that answers by a script:
// an error code, "lost" for a connection that breaks, "" for the token.
type deviceAS struct {
	t      *testing.T
	answer map[string]any
	script []string

	mu    sync.Mutex
	start time.Time
	polls []time.Duration
	forms []url.Values
}

const deviceSecret = "DC.k2Lm4Np6Qr8St0Uv2Wx4"

func newDeviceAS(t *testing.T, script ...string) *deviceAS {
	return &deviceAS{t: t, script: script, start: time.Now(), answer: map[string]any{
		"device_code": deviceSecret, "user_code": "WDJB-MJHT", "verification_uri": "https://as.test/device",
		"verification_uri_complete": "https://as.test/device?user_code=WDJB-MJHT", "expires_in": 900, "interval": 5,
	}}
}

func (as *deviceAS) RoundTrip(r *http.Request) (*http.Response, error) {
	as.mu.Lock()
	defer as.mu.Unlock()
	w := httptest.NewRecorder()
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	as.forms = append(as.forms, form)
	if r.URL.Path == "/device_authorization" {
		answerJSON(w, http.StatusOK, as.answer)
		return w.Result(), nil
	}
	as.polls = append(as.polls, time.Since(as.start))
	next := "authorization_pending"
	if len(as.script) > 0 {
		next, as.script = as.script[0], as.script[1:]
	}
	switch next {
	case "lost":
		return nil, errors.New("connection reset by peer")
	case "503":
		w.Header().Set("Retry-After", "40")
		w.WriteHeader(http.StatusServiceUnavailable)
	case "":
		answerJSON(w, http.StatusOK, map[string]any{"access_token": "AT.f3Gh7Jk9Lm2Np4Qr6St8", "token_type": "Bearer", "refresh_token": "RT.u5Vw7Xy9Za1Bc3De5Fg7"})
	default:
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": next, "error_description": "no " + form.Get("device_code")})
	}
	return w.Result(), nil
}

func (as *deviceAS) flow() *Flow { return &Flow{HTTP: &http.Client{Transport: as}} }

func deviceClient() Client {
	c := clientAt("https://as.test")
	c.DeviceURL = "https://as.test/device_authorization"
	return c
}

// Row A26: when it asks, and how that ends.
func TestDevicePolls(t *testing.T) {
	s := func(seconds ...int) []time.Duration {
		var list []time.Duration
		for _, n := range seconds {
			list = append(list, time.Duration(n)*time.Second)
		}
		return list
	}
	for _, test := range []struct {
		name   string
		answer map[string]any
		script []string
		polls  []time.Duration
		err    any
	}{
		{name: "at once", script: []string{""}, polls: s(5)},
		{name: "no interval", answer: map[string]any{"interval": nil}, script: []string{"authorization_pending", ""}, polls: s(5, 10)},
		{name: "interval 0", answer: map[string]any{"interval": 0}, script: []string{""}, polls: s(5)},
		{name: "interval as text", answer: map[string]any{"interval": "7"}, script: []string{""}, polls: s(7)},
		{name: "huge interval", answer: map[string]any{"interval": 1e12}, script: []string{""}, polls: s(300)},
		{name: "slow down for good", script: []string{"slow_down", "authorization_pending", "slow_down", ""}, polls: s(5, 15, 25, 40)},
		{name: "lost answers", script: []string{"lost", "lost", "authorization_pending", ""}, polls: s(5, 15, 35, 55)},
		{name: "503 with Retry-After", script: []string{"503", ""}, polls: s(5, 45)},
		{name: "denied", script: []string{"authorization_pending", "access_denied"}, polls: s(5, 10), err: new(*DeviceDeniedError)},
		{name: "denied at Microsoft", script: []string{"authorization_declined"}, polls: s(5), err: new(*DeviceDeniedError)},
		{name: "expired there", script: []string{"expired_token"}, polls: s(5), err: new(*DeviceExpiredError)},
		{name: "expired here", answer: map[string]any{"expires_in": 17}, polls: s(5, 10, 15), err: new(*DeviceExpiredError)},
		{name: "refused", script: []string{"invalid_client"}, polls: s(5), err: new(*TokenError)},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				as := newDeviceAS(t, test.script...)
				for name, value := range test.answer {
					as.answer[name] = value
				}
				rec := recorder()
				got, err := as.flow().SignInDevice(t.Context(), rec, deviceClient(), DeviceHandler{})
				if !slices.Equal(as.polls, test.polls) {
					t.Errorf("asked after %v, not %v", as.polls, test.polls)
				}
				switch {
				case test.err == nil && (err != nil || got.Access.Reveal() != "AT.f3Gh7Jk9Lm2Np4Qr6St8"):
					t.Errorf("%v", err)
				case test.err != nil && !errors.As(err, test.err):
					t.Errorf("%T %v", err, err)
				}
				if text := logOf(rec) + fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, "k2Lm4Np6Q") {
					t.Errorf("the device code is shown:\n%s", text)
				}
			})
		})
	}
}

// The code is shown while the server waits, and its time is told.
func TestDeviceWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		as := newDeviceAS(t, "authorization_pending", "")
		begun := time.Now()
		var waited []DeviceWaiting
		c := deviceClient()
		c.ClientSecret = tokenWith("a-secret-of-the-client").Refresh
		rec := recorder()
		_, err := as.flow().SignInDevice(t.Context(), rec, c, DeviceHandler{Waiting: func(w DeviceWaiting) { waited = append(waited, w) }})
		if err != nil {
			t.Fatal(err)
		}
		want := DeviceWaiting{
			UserCode: "WDJB-MJHT", VerificationURI: "https://as.test/device",
			VerificationURIComplete: "https://as.test/device?user_code=WDJB-MJHT", Deadline: begun.Add(15 * time.Minute),
		}
		if len(waited) != 1 || waited[0] != want {
			t.Errorf("%+v", waited)
		}
		first, last := as.forms[0], as.forms[len(as.forms)-1]
		if first.Get("scope") != "mail offline_access" || first.Get("client_id") != "client-1" || first.Get("client_secret") == "" {
			t.Errorf("%v", first)
		}
		if last.Get("grant_type") != "urn:ietf:params:oauth:grant-type:device_code" || last.Get("device_code") != deviceSecret || last.Get("client_secret") == "" {
			t.Errorf("%v", last)
		}
		if strings.Contains(logOf(rec), "a-secret-of") {
			t.Error("the client secret is shown")
		}
	})
}

// The end of the context ends the wait at once, with its cause.
func TestDeviceStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		as := newDeviceAS(t)
		reason := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		begun := time.Now()
		time.AfterFunc(12*time.Second, func() { cancel(reason) })
		_, err := as.flow().SignInDevice(ctx, recorder(), deviceClient(), DeviceHandler{})
		if !errors.Is(err, reason) || time.Since(begun) != 12*time.Second {
			t.Errorf("%v after %s", err, time.Since(begun))
		}
	})
}

func TestNoDevice(t *testing.T) {
	c := deviceClient()
	c.DeviceURL = ""
	if _, err := (&Flow{}).SignInDevice(t.Context(), recorder(), c, DeviceHandler{}); !errors.Is(err, ErrNoDevice) {
		t.Errorf("%v", err)
	}
	c.DeviceURL = "http://as.test/device_authorization"
	if _, err := (&Flow{}).SignInDevice(t.Context(), recorder(), c, DeviceHandler{}); err == nil || !strings.Contains(err.Error(), "https") {
		t.Errorf("%v", err)
	}
}

// Row A2: nothing of a device answer is shown or opened that was not checked.
func TestDeviceAnswers(t *testing.T) {
	for _, test := range []struct{ name, member, value, wrong string }{
		{"good", "", "", ""},
		{"no device code", "device_code", "", "no device_code"},
		{"device code with a line break", "device_code", "a\nb", "device_code"},
		{"no user code", "user_code", " ", "no user_code"},
		{"long user code", "user_code", strings.Repeat("A", 65), "user_code"},
		{"control", "user_code", "AB\x1b[31mCD", "user_code"},
		{"bidi", "user_code", "AB\u202eCD", "user_code"},
		{"no address", "verification_uri", "", "verification_uri is missing"},
		{"http", "verification_uri", "http://as.test/device", "https"},
		{"file", "verification_uri", "file:///etc/passwd", "https"},
		{"script", "verification_uri", "javascript:alert(1)", "verification_uri"},
		{"shell", "verification_uri", "https://as.test/$(id)", "verification_uri"},
		{"option", "verification_uri", "--help", "dash"},
		{"user", "verification_uri", "https://good@evil.test/", "user name"},
		{"long", "verification_uri", "https://as.test/" + strings.Repeat("a", maxShownURI), "longer"},
		{"this computer", "verification_uri", "http://127.0.0.1:1/", "this computer"},
	} {
		synctest.Test(t, func(t *testing.T) {
			as := newDeviceAS(t, "")
			if test.member != "" {
				as.answer[test.member] = test.value
			}
			_, err := as.flow().SignInDevice(t.Context(), recorder(), deviceClient(), DeviceHandler{Waiting: func(DeviceWaiting) {
				if test.wrong != "" {
					t.Errorf("%s: shown", test.name)
				}
			}})
			var answer *AnswerError
			if bad := errors.As(err, &answer); bad != (test.wrong != "") || bad && !strings.Contains(answer.What, test.wrong) {
				t.Errorf("%s: %v", test.name, err)
			}
		})
	}
}

// A refusal keeps the provider's words, also with a status of success.
func TestDeviceRefused(t *testing.T) {
	as := newDeviceAS(t)
	as.answer = map[string]any{"error": "invalid_scope", "error_description": "Invalid device flow scope: https://mail.google.com/"}
	var refused *TokenError
	if _, err := as.flow().SignInDevice(t.Context(), recorder(), deviceClient(), DeviceHandler{}); !errors.As(err, &refused) || refused.Code != "invalid_scope" {
		t.Errorf("%v", err)
	}
}

// An address that has the code in it is left out when it is not safe, and
// Google's older name for the address is known.
func TestDeviceAddresses(t *testing.T) {
	for complete, want := range map[string]string{
		"https://as.test/device?c=1":  "https://as.test/device?c=1",
		"https://evil.test/device?c=": "",
		"javascript:alert(1)":         "",
	} {
		d, wrong := parseDevice(fmt.Appendf(nil, `{"device_code":"d","user_code":"u","verification_url":"https://as.test/device","verification_uri_complete":%q}`, complete))
		if wrong != "" || d.uri != "https://as.test/device" || d.complete != want || d.lifetime != defaultCodeLife || (len(d.remarks) > 1) != (want == "") {
			t.Errorf("%s: %q %+v", complete, wrong, d)
		}
	}
}

// FuzzDevice: what a device answer gives can be shown, opened and waited for.
func FuzzDevice(f *testing.F) {
	for _, body := range []string{
		`{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://as.test/device","expires_in":1800,"interval":5}`,
		`{"device_code":"d","user_code":"u","verification_url":"https://as.test/","verification_uri_complete":"https://as.test/?x","expires_in":"1e9","interval":-1}`,
		`{}`, `[]`, `null`, ``, `{"device_code":5}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		d, wrong := parseDevice(body)
		if wrong != "" {
			return
		}
		for _, address := range []string{d.uri, d.complete} {
			if address != "" && CheckBrowserURL(address) != nil {
				t.Errorf("%q gives %q", body, address)
			}
		}
		if d.user == "" || len(d.user) > maxUserCode || strings.ContainsFunc(d.user, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q gives %q", body, d.user)
		}
		if d.lifetime <= 0 || d.lifetime > maxCodeLife || d.interval <= 0 || d.interval > maxInterval {
			t.Errorf("%q: %s, %s", body, d.lifetime, d.interval)
		}
	})
}
