package report

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/sasl"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
)

var update = flag.Bool("update", false, "write the files in testdata anew")

// TestMain lets the token's end be told in one zone on every machine.
func TestMain(m *testing.M) {
	time.Local = time.UTC
	goleak.VerifyTestMain(m)
}

// golden compares text with a file in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(string(want), "\r\n", "\n"); text != got {
		t.Errorf("%s differs; -update writes it anew. Got:\n%s", name, text)
	}
}

var began = time.Date(2026, 3, 4, 14, 2, 11, 0, time.FixedZone("", 3600))

// mixed is a run of which one check failed and one passed. It belongs into a
// bubble, where time passes only while all wait.
func mixed() (mail.Outcome, *wire.Transcript) {
	transcript := wire.NewTranscript(nil)
	transcript.Recorder(wire.OAuth).Note("Using the access token that you gave")
	<-time.After(40 * time.Millisecond)
	imap := transcript.Recorder(wire.IMAP)
	imap.In([]byte("* OK IMAP ready"), true)
	imap.Out([]byte("a1 STARTTLS"), true)
	<-time.After(1250 * time.Microsecond)
	imap.OutMasked("a2 AUTHENTICATE XOAUTH2 ", "[user=anna@contoso.com · Bearer JWT]")
	imap.In([]byte("a2 NO <AUTHENTICATE> failed & closed."), false)
	transcript.Recorder(wire.SMTP).In([]byte("250 2.0.0 Ok: queued as 4XyZ"), false)
	step := func(name wire.StepName, ok bool, d time.Duration, detail string) wire.Step {
		return wire.Step{Name: name, OK: ok, Duration: d, Detail: detail}
	}
	return mail.Outcome{
		Started: began, Duration: 312440 * time.Microsecond,
		Account: mail.Account{Provider: "microsoft", User: "anna@contoso.com"},
		SignIn: mail.SignIn{OK: true, Method: mail.Code, Duration: 41 * time.Millisecond, Token: token.Info{
			Kind: token.JWT, Length: 1742, Audience: []string{"https://outlook.office.com"}, Scopes: []string{"IMAP.AccessAsUser.All"},
			User: "anna@contoso.com", Expires: time.Date(2026, 3, 4, 14, 32, 0, 0, time.UTC),
		}},
		Checks: []mail.Result{{
			Protocol: wire.IMAP, Server: wire.Server{Host: "2001:db8::1", Port: 143, Security: wire.STARTTLS}, Mechanism: sasl.XOAUTH2,
			Duration: 88120 * time.Microsecond,
			Steps: []wire.Step{
				step(wire.Greeting, true, 800*time.Microsecond, "IMAP ready"),
				step(wire.Authenticate, false, 3149*time.Microsecond, "NO <AUTHENTICATE> failed & closed."),
			},
			Causes: []mail.Cause{{
				ID: "token.wrong_audience", Title: "The token is for another service", Confidence: mail.Certain, Who: "you",
				Evidence: []string{"aud is https://graph.microsoft.com"}, Advice: []string{"Sign in anew", "Ask for the scope of Outlook"},
			}},
		}, {
			Protocol: wire.SMTP, Server: wire.Server{Host: "smtp.office365.com", Port: 587, Security: wire.STARTTLS}, OK: true,
			Duration: 4*time.Second + 2*time.Millisecond,
			Steps: []wire.Step{
				step(wire.Send, true, 12*time.Millisecond, "sent to anna@contoso.com, queue id 4XyZ"),
				step(wire.Logout, true, time.Millisecond, "bye"),
			},
			Receipt: smtp.Receipt{QueueID: "4XyZ", Reply: "2.0.0 Ok: queued as 4XyZ"},
		}},
	}, transcript
}

// refused is a run whose sign-in failed.
func refused() (mail.Outcome, *wire.Transcript) {
	transcript := wire.NewTranscript(nil)
	transcript.Recorder(wire.OAuth).In([]byte("400 Bad Request"), false)
	return mail.Outcome{
		Started: began, Duration: time.Millisecond,
		Account: mail.Account{Provider: "google", User: "anna@gmail.com"},
		SignIn: mail.SignIn{
			Method: mail.Code, Duration: time.Millisecond, Err: errors.New("access_denied"),
			Causes: []mail.Cause{{ID: "unknown", Title: "The sign-in failed", Confidence: mail.Possible, Who: "admin"}},
		},
	}, transcript
}

// TestGolden holds the two documents to the letter: other programs, and
// people's tickets, rely on them.
func TestGolden(t *testing.T) {
	for name, made := range map[string]func() (mail.Outcome, *wire.Transcript){"mixed": mixed, "refused": refused} {
		synctest.Test(t, func(t *testing.T) {
			o, transcript := made()
			var doc strings.Builder
			if err := JSON(&doc, o, transcript); err != nil {
				t.Fatal(err)
			}
			if strings.Count(doc.String(), "\n") != 1 || !strings.HasSuffix(doc.String(), "\n") {
				t.Errorf("%s is not one line: %q", name, doc.String())
			}
			golden(t, name+".json", indent(t, doc.String()))
			golden(t, name+".txt", Text(o, transcript))
		})
	}
}

// indent makes a document readable; its content and order stay.
func indent(t *testing.T, text string) string {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(json.RawMessage(text)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestListsAreNeverNull: who reads the document may walk every list.
func TestListsAreNeverNull(t *testing.T) {
	o := mail.Outcome{SignIn: mail.SignIn{OK: true, Causes: []mail.Cause{{}}}, Checks: []mail.Result{{}}}
	var doc strings.Builder
	if err := JSON(&doc, o, wire.NewTranscript(nil)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(doc.String(), "null") {
		t.Errorf("%s", doc.String())
	}
}

func TestWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0.0 ms", 9940 * time.Microsecond: "9.9 ms", 10 * time.Millisecond: "10 ms", 4*time.Second + 2*time.Millisecond: "4002 ms",
	} {
		if got := Milliseconds(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	for p, want := range map[wire.Protocol]string{wire.OAuth: "OAuth", wire.IMAP: "IMAP"} {
		if got := Name(p); got != want {
			t.Errorf("%s: %q", p, got)
		}
	}
	said := map[string]bool{}
	for _, who := range []string{"you", "app", "admin", "server", "wait", "none"} {
		if words := Who(who); said[words] || words == who && who != "you" {
			t.Errorf("%s has no words of its own: %q", who, words)
		} else {
			said[words] = true
		}
	}
}
