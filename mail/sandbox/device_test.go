package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

// device is a program without a browser, in front of a clock that the test
// turns.
type device struct {
	*program
	now    *time.Time
	answer map[string]any
}

func newDeviceProgram(t *testing.T, o Options) *device {
	now := time.Now()
	o.Now = func() time.Time { return now }
	d := &device{program: newProgram(t, start(t, o)), now: &now}
	got := d.post(d.box.DeviceURL(), url.Values{"client_id": {d.box.ClientID()}, "scope": {"imap offline_access openid"}})
	if got.status != http.StatusOK {
		t.Fatalf("%d %s", got.status, got.body)
	}
	d.answer = got.json(t)
	return d
}

func (d *device) code() string { return d.answer["user_code"].(string) }

// ask lets time pass and asks for the token; the answer's error, or "".
func (d *device) ask(wait time.Duration) (string, map[string]any) {
	d.t.Helper()
	*d.now = d.now.Add(wait)
	got := d.post(d.box.TokenURL(), url.Values{
		"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {d.answer["device_code"].(string)}, "client_id": {d.box.ClientID()},
	}).json(d.t)
	code, _ := got["error"].(string)
	return code, got
}

// enter types a code into the page and gives what comes next.
func (d *device) enter(code string) reply {
	d.t.Helper()
	return d.post(d.answer["verification_uri"].(string), url.Values{"user_code": {code}})
}

func TestDevice(t *testing.T) {
	d := newDeviceProgram(t, Options{})
	if d.answer["interval"] != 1.0 || d.answer["expires_in"] != 600.0 || !strings.HasPrefix(d.answer["verification_uri"].(string), d.box.Issuer()) || len(d.code()) != 9 {
		t.Errorf("%v", d.answer)
	}
	if code, _ := d.ask(time.Second); code != "authorization_pending" {
		t.Errorf("%s", code)
	}
	if code, _ := d.ask(0); code != "slow_down" {
		t.Errorf("asked at once: %s", code)
	}
	if code, _ := d.ask(5 * time.Second); code != "slow_down" {
		t.Errorf("asked too early: %s", code)
	}
	if code, _ := d.ask(11 * time.Second); code != "authorization_pending" {
		t.Errorf("%s", code)
	}
	// The address with the code asks all the same, and says why.
	page := d.get(d.answer["verification_uri_complete"].(string))
	if !strings.Contains(page.body, `value="`+d.code()+`"`) || !strings.Contains(page.body, "Enter only a code that you asked for yourself") || strings.Contains(page.body, "Allow") {
		t.Error(page.body)
	}
	if page := d.enter("BBBB-CCCC"); !strings.Contains(page.body, "not known") {
		t.Error(page.body)
	}
	page = d.enter(" " + strings.ToLower(strings.ReplaceAll(d.code(), "-", " ")))
	if !strings.Contains(page.body, "Read your mail by IMAP") {
		t.Fatal(page.body)
	}
	if done := d.press(page, "allow", "bob@sandbox.test"); !strings.Contains(done.body, "Done") || done.header.Get("Location") != "" {
		t.Errorf("%d %s", done.status, done.body)
	}
	if page := d.enter(d.code()); !strings.Contains(page.body, "not known") {
		t.Error("a code was entered twice")
	}
	code, token := d.ask(11 * time.Second)
	if code != "" || d.claims(token["id_token"])["email"] != "bob@sandbox.test" || token["refresh_token"] == nil {
		t.Fatalf("%s %v", code, token)
	}
	if d.box.store.permits(token["access_token"].(string), "bob@sandbox.test", wire.IMAP) == nil {
		t.Error("the token opens nothing")
	}
	if again := d.refresh(token["refresh_token"]); again.status != http.StatusOK {
		t.Errorf("%s", again.body)
	}
	if code, _ := d.ask(11 * time.Second); code != "invalid_grant" {
		t.Errorf("a device code was used twice: %s", code)
	}
}

func TestDeviceDeniedAndExpired(t *testing.T) {
	d := newDeviceProgram(t, Options{})
	if done := d.press(d.enter(d.code()), "deny", Mailbox); !strings.Contains(done.body, "not let in") {
		t.Error(done.body)
	}
	if code, _ := d.ask(time.Second); code != "access_denied" {
		t.Errorf("%s", code)
	}
	d = newDeviceProgram(t, Options{})
	if code, _ := d.ask(10 * time.Minute); code != "expired_token" {
		t.Errorf("%s", code)
	}
	if page := d.enter(d.code()); !strings.Contains(page.body, "it has ended") {
		t.Error("a code that has ended is taken")
	}
	d = newDeviceProgram(t, Options{AutoConsent: true})
	if code, token := d.ask(time.Second); code != "" || token["access_token"] == nil {
		t.Errorf("%s", code)
	}
}

func TestFaultsOfDevices(t *testing.T) {
	for id, want := range map[string]string{
		"device-code-expired": "expired_token", "device-declined": "access_denied", "consent-denied": "access_denied",
		"app-not-verified": "access_denied", "mfa-required": "invalid_grant",
	} {
		d := newDeviceProgram(t, Options{Fault: id, AutoConsent: true})
		if code, _ := d.ask(time.Second); code != want {
			t.Errorf("%s: %q", id, code)
		}
	}
	d := newDeviceProgram(t, Options{Fault: "redirect-never-comes", AutoConsent: true})
	if page := d.enter(d.code()); !strings.Contains(page.body, "This app is blocked") {
		t.Error(page.body)
	}
	if code, _ := d.ask(time.Second); code != "authorization_pending" {
		t.Errorf("%s", code)
	}
}

func TestDeviceRequestsThatAreWrong(t *testing.T) {
	p := newProgram(t, start(t, Options{}))
	for _, c := range []struct{ client, scope, want string }{
		{"other", "imap", "invalid_client"},
		{p.box.ClientID(), "", "invalid_scope"},
		{p.box.ClientID(), "imap everything", "invalid_scope"},
		{p.box.AppID(), "imap", "invalid_client"},
	} {
		if got := p.post(p.box.DeviceURL(), url.Values{"client_id": {c.client}, "scope": {c.scope}}).json(t); got["error"] != c.want {
			t.Errorf("%v: %v", c, got)
		}
	}
}
