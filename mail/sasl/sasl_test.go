package sasl

import (
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"mailknock/mail/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestInitialResponse(t *testing.T) {
	anna := Credentials{User: "anna@contoso.com", Token: wire.NewSecret("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"), Host: "imap.example.org", Port: 993}
	with := func(change func(*Credentials)) Credentials {
		c := anna
		change(&c)
		return c
	}
	const bearer = "auth=Bearer ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg\x01\x01"
	good := []struct {
		m    Mechanism
		c    Credentials
		want string
	}{
		{XOAUTH2, anna, "user=anna@contoso.com\x01" + bearer},
		{XOAUTH2, with(func(c *Credentials) { c.User = "a,b=c@x" }), "user=a,b=c@x\x01" + bearer},
		{OAUTHBEARER, anna, "n,a=anna@contoso.com,\x01host=imap.example.org\x01port=993\x01" + bearer},
		{OAUTHBEARER, with(func(c *Credentials) { c.User = "a,b=c@x" }), "n,a=a=2Cb=3Dc@x,\x01host=imap.example.org\x01port=993\x01" + bearer},
		{OAUTHBEARER, with(func(c *Credentials) { c.User, c.Host, c.Port = "", "", 0 }), "n,,\x01" + bearer},
		{OAUTHBEARER, with(func(c *Credentials) { c.User, c.Host = "jürgen@x", "ümlaut.example" }), "n,a=jürgen@x,\x01port=993\x01" + bearer},
	}
	for _, test := range good {
		got, err := InitialResponse(test.m, test.c)
		if err != nil || string(got) != test.want {
			t.Errorf("%s %q: got %q, %v", test.m, test.c.User, got, err)
		}
	}
	bad := map[string]Credentials{
		"no user":            with(func(c *Credentials) { c.User = "" }),
		"user with 0x01":     with(func(c *Credentials) { c.User = "a\x01auth=x" }),
		"user with CR":       with(func(c *Credentials) { c.User = "a\rb" }),
		"user with LF":       with(func(c *Credentials) { c.User = "a\nb" }),
		"user with NUL":      with(func(c *Credentials) { c.User = "a\x00b" }),
		"user not UTF-8":     with(func(c *Credentials) { c.User = "a\xffb" }),
		"host with 0x01":     with(func(c *Credentials) { c.Host = "a\x01b" }),
		"no token":           with(func(c *Credentials) { c.Token = wire.Secret{} }),
		"token with a break": with(func(c *Credentials) { c.Token = wire.NewSecret("a\nb") }),
		"token with Bearer":  with(func(c *Credentials) { c.Token = wire.NewSecret("Bearer a") }),
		"token with 0x01":    with(func(c *Credentials) { c.Token = wire.NewSecret("a\x01b") }),
	}
	for name, c := range bad {
		if raw, err := InitialResponse(XOAUTH2, c); err == nil || raw != nil {
			t.Errorf("%s was accepted: %q", name, raw)
		}
	}
	if _, err := InitialResponse("PLAIN", anna); err == nil {
		t.Error("PLAIN was accepted")
	}
	if AnswerToError(XOAUTH2) != "" || AnswerToError(OAUTHBEARER) != base64.StdEncoding.EncodeToString([]byte{1}) {
		t.Error("wrong answer to an error challenge")
	}
}

func TestChoose(t *testing.T) {
	tests := []struct {
		offered string
		forced  Mechanism
		want    Mechanism
		reason  string
	}{
		{"PLAIN OAUTHBEARER XOAUTH2", Auto, XOAUTH2, "offers OAUTHBEARER too"},
		{"xoauth2 plain", Auto, XOAUTH2, "does not offer OAUTHBEARER"},
		{"PLAIN OAUTHBEARER", Auto, OAUTHBEARER, "does not offer XOAUTH2"},
		{"PLAIN XOAUTH2", OAUTHBEARER, OAUTHBEARER, "you asked for it, but"},
		{"PLAIN XOAUTH2", "xoauth2", XOAUTH2, "you asked for it"},
		{"", XOAUTH2, XOAUTH2, "you asked for it, but"},
	}
	for _, test := range tests {
		m, reason, err := Choose(strings.Fields(test.offered), test.forced)
		if err != nil || m != test.want || !strings.Contains(reason, test.reason) {
			t.Errorf("%q %q: %s, %q, %v", test.offered, test.forced, m, reason, err)
		}
	}
	for _, offered := range []string{"", "PLAIN LOGIN", "OAUTH2", strings.Repeat("X"+strings.Repeat("y", 100)+" ", 100)} {
		_, _, err := Choose(strings.Fields(offered), Auto)
		var missing *NotOffered
		if !errors.As(err, &missing) || len(missing.Offered) != len(strings.Fields(offered)) || len(err.Error()) > 600 {
			t.Errorf("%q: %v", offered, err)
		}
	}
	var missing *NotOffered
	if _, _, err := Choose([]string{"PLAIN"}, "PLAIN"); !errors.As(err, &missing) || missing.Forced != "PLAIN" {
		t.Errorf("PLAIN was chosen: %v", err)
	}
}

// TestPrepare: what can be sent is masked before it is.
func TestPrepare(t *testing.T) {
	c := Credentials{User: "anna@contoso.com", Token: wire.NewSecret("ya29." + strings.Repeat("s3cr3t", 40))}
	transcript := wire.NewTranscript(nil)
	r, err := Prepare(transcript.Recorder(wire.SMTP), []string{"XOAUTH2"}, Auto, c)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := InitialResponse(XOAUTH2, c)
	blob := base64.StdEncoding.EncodeToString(raw)
	if r.Mechanism != XOAUTH2 || r.Base64.Reveal() != blob || r.Len() != len(blob)+2 || r.Summary != Describe(XOAUTH2, c) {
		t.Errorf("got %+v", r)
	}
	if want := "the token has 245 bytes, the line that carried it " + strconv.Itoa(len(blob)+2); r.Sizes() != want {
		t.Errorf("got %q", r.Sizes())
	}
	if !transcript.Redactor.Holds(c.Token.Reveal()) || !transcript.Redactor.Holds(blob) {
		t.Error("the transcript would show the token")
	}
	if events := transcript.Events(); len(events) != 1 || events[0].Text != "XOAUTH2: the server does not offer OAUTHBEARER" {
		t.Errorf("noted %+v", events)
	}
	var missing *NotOffered
	if _, err := Prepare(transcript.Recorder(wire.SMTP), []string{"PLAIN"}, Auto, c); !errors.As(err, &missing) {
		t.Errorf("nothing offered: %v", err)
	}
	if _, err := Prepare(transcript.Recorder(wire.SMTP), nil, XOAUTH2, Credentials{}); err == nil {
		t.Error("nobody signs in with nothing")
	}
}

func TestParseChallenge(t *testing.T) {
	enc := base64.StdEncoding.EncodeToString
	gmail := `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`
	dovecot := `{"status":"invalid_token","scope":"mail","openid-configuration":"https://idp.example/.well-known"}`
	tests := []struct {
		name, line string
		want       Challenge
	}{
		{"Gmail", "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==", Challenge{gmail, "400", "https://mail.google.com/", "Bearer", ""}},
		{"Dovecot", enc([]byte(dovecot)) + "\r\n", Challenge{dovecot, "invalid_token", "mail", "", "https://idp.example/.well-known"}},
		{"no padding", strings.TrimRight(enc([]byte(gmail)), "="), Challenge{gmail, "400", "https://mail.google.com/", "Bearer", ""}},
		{"number", enc([]byte(`{"status":401}`)), Challenge{`{"status":401}`, "401", "", "", ""}},
		{"object", enc([]byte(`{"status":{"a":1},"scope":null}`)), Challenge{`{"status":{"a":1},"scope":null}`, `{"a":1}`, "", "", ""}},
		{"JSON in clear", gmail, Challenge{gmail, "400", "https://mail.google.com/", "Bearer", ""}},
		{"not JSON", enc([]byte("go away")), Challenge{Raw: "go away"}},
		{"not base64", "!! go away", Challenge{Raw: "!! go away"}},
		{"empty", "", Challenge{}},
		{"array", enc([]byte(`["status"]`)), Challenge{Raw: `["status"]`}},
	}
	for _, test := range tests {
		if got := ParseChallenge([]byte(test.line)); got != test.want {
			t.Errorf("%s: got %+v", test.name, got)
		}
	}
	for _, line := range []string{strings.Repeat("A", 1<<20), strings.Repeat("!", 1<<20), enc([]byte(strings.Repeat(`{"status":`, 5000)))} {
		if got := ParseChallenge([]byte(line)); len(got.Raw) > MaxChallenge {
			t.Errorf("kept %d bytes", len(got.Raw))
		}
	}
}

func TestDescribe(t *testing.T) {
	c := Credentials{User: "anna@contoso.com", Token: wire.NewSecret(strings.Repeat("s3cr3t", 40)), Host: "imap.example.org", Port: 993}
	if got := Describe(XOAUTH2, c); got != "user=anna@contoso.com · Bearer opaque, 240 bytes" {
		t.Error(got)
	}
	if got := Describe(OAUTHBEARER, c); got != "user=anna@contoso.com · host=imap.example.org port=993 · Bearer opaque, 240 bytes" {
		t.Error(got)
	}
}

func FuzzParseChallenge(f *testing.F) {
	for _, seed := range []string{"", "=", "eyJzdGF0dXMiOiI0MDAifQ==", `{"status":1}`, "bnVsbA=="} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		c := ParseChallenge(line)
		if len(c.Raw) > MaxChallenge || len(c.Status)+len(c.Scope)+len(c.Schemes)+len(c.OpenIDConfiguration) > 4*MaxChallenge {
			t.Errorf("out of bounds: %d", len(c.Raw))
		}
	})
}

func FuzzInitialResponse(f *testing.F) {
	f.Add("anna@contoso.com", "ya29.x", "imap.example.org", 993)
	f.Add("a,b=c", "x\x01", "h\x01", -1)
	f.Fuzz(func(t *testing.T, user, token, host string, port int) {
		c := Credentials{User: user, Token: wire.NewSecret(token), Host: host, Port: port}
		raw, err := InitialResponse(XOAUTH2, c)
		if err == nil && strings.Count(string(raw), "\x01") != 3 {
			t.Errorf("XOAUTH2 has other parts than its own: %q", raw)
		}
		raw, err = InitialResponse(OAUTHBEARER, c)
		if err != nil {
			return
		}
		header, _, _ := strings.Cut(string(raw), "\x01")
		if strings.Count(header, ",") != 2 || strings.ContainsAny(string(raw), "\r\n\x00") {
			t.Errorf("the user name broke the header: %q", raw)
		}
	})
}
