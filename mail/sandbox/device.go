package sandbox

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	devicePath       = "/device_authorization"
	verificationPath = "/device"

	deviceLifetime = 10 * time.Minute
	deviceInterval = time.Second
	deviceGrant    = "urn:ietf:params:oauth:grant-type:device_code"
)

// pendingDevice is a device that waits for somebody to enter its code.
type pendingDevice struct {
	request authRequest
	user    string
	expires time.Time
	// next is when it may ask again, interval how long it waits between two
	// times.
	next     time.Time
	interval time.Duration
	// person is who allowed it, refused what it gets instead; both nil: it
	// waits.
	person  *person
	refused *authError
}

// deviceAuthorization is the device authorization endpoint (RFC 8628 section
// 3.1).
func (w *web) deviceAuthorization(rw http.ResponseWriter, r *http.Request) {
	app, ok := w.form(rw, r)
	if !ok {
		return
	}
	scopes := slices.Compact(slices.Sorted(slices.Values(strings.Fields(r.PostForm.Get("scope")))))
	if len(scopes) == 0 || slices.ContainsFunc(scopes, func(scope string) bool { return !knownScope(scope) }) {
		refuse(rw, 400, "invalid_scope", "a scope is missing or not known")
		return
	}
	code, user := w.box.store.newDevice(authRequest{clientID: app.id, scopes: scopes})
	if f := w.box.fault.Load(); w.box.options.AutoConsent && (f.authorize == nil || f.authorize.blocked == "") {
		w.box.store.decideDevice(code, f.accounts("")[0], f.deviceRefusal(true))
	}
	address := w.issuer + verificationPath
	writeJSON(rw, http.StatusOK, map[string]any{
		"device_code": code, "user_code": user, "verification_uri": address,
		"verification_uri_complete": address + "?" + url.Values{"user_code": {user}}.Encode(),
		"expires_in":                int(deviceLifetime.Seconds()), "interval": int(deviceInterval.Seconds()),
	})
}

// deviceToken answers a device that asks for its token (RFC 8628 section 3.5).
func (w *web) deviceToken(rw http.ResponseWriter, r *http.Request, app *registration) {
	if w.box.fault.Load().play == playDeviceDeclined {
		refuse(rw, 400, "access_denied", "The end user denied the authorization request.")
		return
	}
	d, code, description := w.box.store.askDevice(r.PostForm.Get("device_code"), app.id)
	if code != "" {
		refuse(rw, 400, code, description)
		return
	}
	scopes := d.request.scopes
	w.grant(rw, grant{User: d.person.Address, Client: app.id, Scopes: scopes, Family: random(12)}, scopes, "")
}

// verification is the page where a person enters a device's code, and after
// that the consent page. It asks also where the address has the code already:
// somebody else may have sent it (RFC 8628 section 5.4).
func (w *web) verification(rw http.ResponseWriter, r *http.Request) {
	p := page{Title: "Enter the code", EnterCode: true, Code: r.URL.Query().Get("user_code")}
	if r.Method == http.MethodPost {
		if err := r.ParseForm(); err != nil {
			w.show(rw, http.StatusBadRequest, page{Title: "This sign-in cannot go on", Text: "The form cannot be read."})
			return
		}
		p.Code = r.PostForm.Get("user_code")
		if code, request, ok := w.box.store.findDevice(p.Code); ok {
			f := w.box.fault.Load()
			if f.authorize != nil && f.authorize.blocked != "" {
				w.show(rw, http.StatusForbidden, page{Title: "This app is blocked", Text: f.authorize.blocked})
				return
			}
			request.device = code
			w.ask(rw, request, f)
			return
		}
		p.Text = "This code is not known, or it has ended. Look at the program again."
	}
	w.show(rw, http.StatusOK, p)
}

// finishDevice ends the page of a device.
func (w *web) finishDevice(rw http.ResponseWriter, request authRequest, f *fault, who *person, allowed bool) {
	text := "You can close this tab and go back to the program."
	refused := f.deviceRefusal(allowed)
	if refused != nil {
		text = "The program was not let in. You can close this tab."
	}
	if !w.box.store.decideDevice(request.device, who, refused) {
		w.show(rw, http.StatusBadRequest, page{Title: "This code has ended", Text: "Start the sign-in again in the program."})
		return
	}
	w.show(rw, http.StatusOK, page{Title: "Done", Text: text})
}

// deviceRefusal is what a device gets after a decision; nil: its token.
func (f *fault) deviceRefusal(allowed bool) *authError {
	switch {
	case f.authorize != nil:
		return &authError{f.authorize.code, f.authorize.description}
	case !allowed:
		return &authError{"access_denied", "The user denied the request"}
	}
	return nil
}

// userCodeLetters have no vowels, so that no code is a word, and nothing that
// looks like something else (RFC 8628 section 6.1).
const userCodeLetters = "BCDFGHJKLMNPQRSTVWXZ"

func newUserCode() string {
	raw := make([]byte, 8)
	_, _ = rand.Read(raw) // never fails
	for i, b := range raw {
		raw[i] = userCodeLetters[int(b)%len(userCodeLetters)]
	}
	return string(raw[:4]) + "-" + string(raw[4:])
}

// plainCode makes what somebody typed comparable: case, spaces and dashes do
// not count.
func plainCode(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(userCodeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(text))
}
