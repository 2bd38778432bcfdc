package run

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// TestKeyFileNamesTheField: whatever is wrong with a key file stands at its
// field, and nothing of the file stands in the words.
func TestKeyFileNamesTheField(t *testing.T) {
	dir := t.TempDir()
	const inside = "Xw7Qm2Zr9Tk4Lp8Vn3Hs6Jd"
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	big := file("big", strings.Repeat("x", maxKeyFile+1))
	word := file("word", inside)
	broken := file("broken.pem", "-----BEGIN PRIVATE KEY-----\n"+inside+"\n-----END PRIVATE KEY-----\n")
	for _, c := range []struct {
		name, provider string
		method         mail.Method
		file, problem  string
	}{
		{"missing", "microsoft", mail.ClientCredentials, filepath.Join(dir, "missing"), "missing"},
		{"folder", "microsoft", mail.ClientCredentials, dir, "is a folder"},
		{"too large", "microsoft", mail.ClientCredentials, big, "too large"},
		{"no key", "microsoft", mail.ClientCredentials, word, "key"},
		{"broken", "microsoft", mail.ClientCredentials, broken, "cannot be read"},
		{"with a person too", "microsoft", mail.Code, broken, "cannot be read"},
		{"no JSON", "google", mail.ServiceAccount, word, "not JSON"},
		{"folder for a robot", "google", mail.ServiceAccount, dir, "is a folder"},
		{"no file", "google", mail.ServiceAccount, "", "name the JSON key file"},
		{"at the sandbox", "sandbox", mail.ServiceAccount, word, "not JSON"},
		{"leads elsewhere", "google", mail.ServiceAccount, file("robot.json", `{"type":"service_account","project_id":"p","private_key_id":"k",
			"client_email":"robot@p.test","client_id":"1","private_key":"`+inside+`","token_uri":"https://oauth2.googleapis.example/token"}`), "not Google"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			a := s.NewAccount(c.provider)
			a.User, a.ClientID, a.Method, a.KeyFile = "anna@acme.test", "client", c.method, c.file
			o, transcript := s.Run(t.Context(), Request{Account: a, NoChecks: true}, nil)
			var f *FieldError
			if !errors.As(o.SignIn.Err, &f) || f.Field != "key_file" || !strings.Contains(f.Problem, c.problem) || strings.Contains(f.Problem, inside) {
				t.Errorf("%v", o.SignIn.Err)
			}
			if sent := transcript.Events(wire.OAuth); len(sent) > 0 {
				t.Errorf("somebody was asked: %+v", sent)
			}
		})
	}
}

// TestKeyFileWithoutAnEnd: a device in its place takes no more than its bound.
func TestKeyFileWithoutAnEnd(t *testing.T) {
	const zero = "/dev/zero"
	if _, err := os.Stat(zero); err != nil {
		t.Skip("there is no " + zero)
	}
	if _, err := readKeyFile(zero); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("%v", err)
	}
}

// TestKeyPasswordNamesItsField: a file that waits for its password, or does not
// open, is no fault of the file.
func TestKeyPasswordNamesItsField(t *testing.T) {
	s := open(t, t.TempDir())
	a := s.NewAccount("microsoft")
	a.User, a.ClientID, a.Method = "anna@acme.test", "client", mail.ClientCredentials
	a.KeyFile = filepath.Join("..", "..", "auth", "testdata", "keys", "ec-encrypted.pem")
	for _, password := range []string{"", "not the password"} {
		o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true, KeyPassword: wire.NewSecret(password)}, nil)
		var f *FieldError
		var wrong *auth.KeyPasswordError
		if !errors.As(o.SignIn.Err, &f) || f.Field != "key_password" || !errors.As(o.SignIn.Err, &wrong) || wrong.Wrong != (password != "") {
			t.Errorf("%q: %v", password, o.SignIn.Err)
		}
	}
}

// TestKeyGoesBeforeASavedSecret: whoever moved an app from a secret to a key
// need not have the old one forgotten first.
func TestKeyGoesBeforeASavedSecret(t *testing.T) {
	var form url.Values
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form = r.PostForm
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"the-access-token","token_type":"Bearer","expires_in":3600}`)
	}))
	defer server.Close()
	s := open(t, t.TempDir())
	a := s.NewAccount("custom")
	a.User, a.ClientID, a.Method, a.AuthURL, a.TokenURL = "anna@acme.test", "client", mail.ClientCredentials, server.URL+"/authorize", server.URL+"/token"
	a.Protocols = []wire.Protocol{wire.IMAP}
	a.Servers = map[wire.Protocol]wire.Server{wire.IMAP: {Host: "127.0.0.1", Port: 1, Security: wire.Plain}}
	if err := s.SetRegistration(t.Context(), a, wire.NewSecret("the-old-secret")); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"", filepath.Join("..", "..", "auth", "testdata", "keys", "ec.pem")} {
		a.KeyFile = key
		if o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true, FreshToken: true}, nil); !o.SignIn.OK {
			t.Fatal(o.SignIn.Err)
		}
		if byKey := form.Get("client_assertion") != "" && form.Get("client_secret") == ""; byKey != (key != "") {
			t.Errorf("the key %q: sent %v", key, form)
		}
	}
	a.KeyFile = "key.pem"
	o, _ := s.Run(t.Context(), Request{Account: a, NoChecks: true, ClientSecret: wire.NewSecret("typed")}, nil)
	var f *FieldError
	if !errors.As(o.SignIn.Err, &f) || f.Field != "client_secret" {
		t.Errorf("both typed: %v", o.SignIn.Err)
	}
}
