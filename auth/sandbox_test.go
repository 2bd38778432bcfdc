package auth

import (
	"strings"
	"testing"

	"mailknock/auth/token"
	"mailknock/mail/sandbox"
)

// Every way to sign in, against a server that shares no code with it.
func TestWaysAgainstTheSandbox(t *testing.T) {
	box, err := sandbox.Start(sandbox.Options{AutoConsent: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	b := newBrowser()
	f := &Flow{OpenURL: b.open}
	public, err := f.Discover(t.Context(), recorder(), box.Issuer())
	if err != nil || public.DeviceURL != box.DeviceURL() {
		t.Fatalf("%v %+v", err, public)
	}
	public.ClientID, public.Scopes = box.ClientID(), []string{"imap", "openid", "offline_access"}
	key, err := ReadClientKey(box.AppKeyPEM(), KeyOptions{})
	if err != nil || key.Certificate() == nil {
		t.Fatal(err)
	}
	app := public
	app.ClientID, app.Key = box.AppID(), key

	t.Run("device", func(t *testing.T) {
		for _, c := range []Client{public, app} {
			var code string
			got, err := f.SignInDevice(t.Context(), recorder(), c, DeviceHandler{Waiting: func(w DeviceWaiting) { code = w.UserCode }})
			if err != nil || code == "" || got.Identity.Email != box.User() || !got.Identity.Verified {
				t.Errorf("%v %q %+v", err, code, got)
			}
		}
	})
	t.Run("code and refresh with a key", func(t *testing.T) {
		got, err := f.SignIn(t.Context(), recorder(), app, Handler{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Refresh(t.Context(), recorder(), app, *got); err != nil {
			t.Error(err)
		}
	})
	t.Run("client credentials", func(t *testing.T) {
		secret := app
		secret.Key, secret.ClientSecret = nil, tokenWith(box.AppSecret()).Refresh
		for _, c := range []Client{app, secret} {
			c.Scopes = []string{box.AppScope()}
			got, err := f.ClientCredentials(t.Context(), recorder(), c)
			if err != nil {
				t.Fatal(err)
			}
			if info := token.Inspect(got.Access.Reveal()); !info.AppOnly() || info.AppID != box.AppID() || info.ObjectID == "" {
				t.Errorf("%+v", info)
			}
		}
	})
	t.Run("service account", func(t *testing.T) {
		file, err := box.ServiceAccountJSON()
		if err != nil {
			t.Fatal(err)
		}
		sa, err := ReadServiceAccount(file, "127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.ServiceAccount(t.Context(), recorder(), sa, box.User(), nil); err != nil {
			t.Error(err)
		}
		if _, err := f.ServiceAccount(t.Context(), recorder(), sa, "nobody@sandbox.test", nil); err == nil || !strings.Contains(err.Error(), "Invalid email or User ID") {
			t.Errorf("%v", err)
		}
	})
	t.Run("try it", func(t *testing.T) {
		unknown, wrong := public, app
		unknown.ClientID = "other"
		wrong.Key, wrong.ClientSecret = nil, tokenWith("not-the-secret").Refresh
		for want, c := range map[Finding][]Client{FoundGood: {public, app}, FoundBad: {unknown, wrong}} {
			for _, c := range c {
				if v, err := f.TryRegistration(t.Context(), recorder(), c); err != nil || v.Finding != want {
					t.Errorf("%s: %v %+v", c.ClientID, err, v)
				}
			}
		}
	})
	t.Run("probe", func(t *testing.T) {
		got, err := f.SignIn(t.Context(), recorder(), public, Handler{})
		if err != nil {
			t.Fatal(err)
		}
		r := &Refresher{Flow: f, Store: newStore("anna", Saved{})}
		if err := r.Keep(t.Context(), "anna", public, got); err != nil {
			t.Fatal(err)
		}
		if p, err := r.Probe(t.Context(), recorder(), "anna", public); err != nil || !p.Rotates || !p.NewWorks {
			t.Errorf("%v %+v", err, p)
		}
	})
}
