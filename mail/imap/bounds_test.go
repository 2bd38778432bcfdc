package imap

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// signedIn leads to the point where the mailbox is opened.
var signedIn = []string{
	"S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready",
	"C: AUTHENTICATE XOAUTH2 {xoauth2}",
	"S: $AUTHENTICATE OK [CAPABILITY IMAP4rev1] in",
	`C: LIST "" "*"`,
	"C: STATUS INBOX (UNSEEN)",
	"C: EXAMINE INBOX",
}

// TestFloods sends up to 300 MB of what never ends. The client has to stop
// long before, with a small heap.
func TestFloods(t *testing.T) {
	const total = 300 << 20
	floods := map[string]struct{ first, again string }{
		"line without end":   {"* OK ", strings.Repeat("a", 1<<16)},
		"literal":            {"* LIST () \"/\" {1073741824}\r\n", strings.Repeat("a", 1<<16)},
		"long literals":      {"", "* LIST () \"/\" {1048576}\r\n" + strings.Repeat("a\r\n", 1<<19)[:1<<20] + "\r\n"},
		"small literals":     {"", strings.Repeat("* X {1}\r\na\r\n", 4000)},
		"literals in one":    {"* X", strings.Repeat(" {1}\r\na", 4000)},
		"untagged responses": {"", strings.Repeat("* OK still here\r\n", 4000)},
		"continuation":       {"", strings.Repeat("+ \r\n", 4000)},
		"capabilities":       {"", "* CAPABILITY" + strings.Repeat(" X", 30_000) + "\r\n"},
		"nesting":            {"", "* LIST " + strings.Repeat("(", 60_000) + "\r\n"},
		"alerts":             {"", strings.Repeat("* OK [ALERT] "+strings.Repeat("!", 1000)+"\r\n", 64)},
	}
	stages := map[string][]string{
		"greeting":     {},
		"authenticate": signedIn[:2],
		"mailbox":      signedIn,
	}
	for name, flood := range floods {
		for stage, script := range stages {
			t.Run(name+" at "+stage, func(t *testing.T) {
				sent := 0
				r := connect(t, true, func(p *peer) error {
					if err := p.follow(script); err != nil {
						return err
					}
					go func() {
						for {
							if _, err := p.line(); err != nil {
								return
							}
						}
					}()
					_ = p.say("%s", flood.first)
					for sent < total && p.say("%s", flood.again) == nil {
						sent += len(flood.again)
					}
					return nil
				})
				_, err := r.check(t.Context(), New(r.conn, Options{}), false, "")
				var (
					limit   *wire.LimitError
					broke   *wire.ProtocolError
					refusal *wire.Refusal
					memory  runtime.MemStats
				)
				runtime.ReadMemStats(&memory)
				if !errors.As(err, &limit) && !errors.As(err, &broke) && !errors.As(err, &refusal) {
					t.Errorf("got %v", err)
				}
				if n := strings.Count(r.text(), "note server says"); n > 4*maxNotes {
					t.Errorf("%d notes", n)
				}
				if memory.HeapAlloc > 64<<20 {
					t.Errorf("the heap has %d MB", memory.HeapAlloc>>20)
				}
				if err := r.finished(); err != nil || sent > 64<<20 {
					t.Errorf("the server sent %d MB: %v", sent>>20, err)
				}
			})
		}
	}
}

// TestStateMachine is about answers that do not fit what was asked.
func TestStateMachine(t *testing.T) {
	authenticate := signedIn[:2]
	var (
		broke   *wire.ProtocolError
		refusal *wire.Refusal
		closed  *wire.ClosedError
	)
	tests := []struct {
		name   string
		script []string
		step   wire.StepName
		target any
		words  string
	}{
		{"garbage in CAPABILITY", []string{"S: * OK x", "C: CAPABILITY", "S: (nonsense"}, wire.Capabilities, &broke, "not IMAP"},
		{"no list", []string{"S: * OK x", "C: CAPABILITY", "S: $CAPABILITY OK done"}, wire.Capabilities, &broke, "without a list"},
		{"CAPABILITY refused", []string{"S: * OK x", "C: CAPABILITY", "S: $CAPABILITY BAD what"}, wire.Capabilities, &refusal, "BAD what"},
		{"CAPABILITY cut", []string{"S: * OK x", "C: CAPABILITY", "X:"}, wire.Capabilities, &closed, "no answer to CAPABILITY"},
		{"endless challenges", append(authenticate[:2:2], "S: +", "R: ", "S: +", "R: ", "S: + eA==", "R: ", "S: +"), wire.Authenticate, &broke, "does not stop asking"},
		{"BYE after the challenge", append(authenticate[:2:2], "S: + eyJzdGF0dXMiOiI0MDAifQ==", "R: ", "S: * BYE too many", "X:"), wire.Authenticate, &refusal, "BYE too many"},
		{"OK before the token", []string{"S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] x", "C: AUTHENTICATE XOAUTH2", "S: $AUTHENTICATE OK in"}, wire.Authenticate, &broke, "before it got the token"},
		{"no to the mechanism alone", []string{"S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] x", "C: AUTHENTICATE XOAUTH2", "S: $AUTHENTICATE NO [CANNOT] not that"}, wire.Authenticate, &refusal, "[CANNOT]"},
		{"second answer", append(signedIn[:6:6], "S: $AUTHENTICATE OK again"), wire.Mailbox, &broke, "not sent"},
		{"answer twice", append(signedIn[:6:6], "S: $LIST OK a", "S: $LIST OK b"), wire.Mailbox, &broke, "not sent"},
		{"PREAUTH later", append(signedIn[:6:6], "S: * PREAUTH x"), wire.Mailbox, &broke, "second greeting"},
		{"continuation later", append(signedIn[:6:6], "S: + go"), wire.Mailbox, &broke, "asked for more"},
		{"cut later", append(signedIn[:6:6], "S: $LIST OK a", "X:"), wire.Mailbox, &closed, "no answer to STATUS"},
		{"refused out of order", append(signedIn[:6:6], "S: $EXAMINE NO third", "S: $STATUS NO second", "S: $LIST OK a"), wire.Mailbox, &refusal, "NO second"},
		{"huge number", append(signedIn[:6:6], "S: * 99999999999 EXISTS"), wire.Mailbox, &broke, "not IMAP"},
		{"odd literal", append(signedIn[:6:6], "S: * LIST () {99999999999999999999}", "S: $LIST OK", "S: $STATUS OK", "S: $EXAMINE OK", "C: LOGOUT", "S: $LOGOUT NO stay"), wire.Logout, &refusal, "NO stay"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := connect(t, true, func(p *peer) error { return p.follow(test.script) })
			_, err := r.check(t.Context(), New(r.conn, Options{}), false, "")
			if failedStep(err) != test.step || !errors.As(err, test.target) || !strings.Contains(err.Error(), test.words) {
				t.Errorf("got %v\n%s", err, r.text())
			}
			if errors.As(err, &refusal) && strings.Contains(test.name, "challenge") && refusal.Challenge != `{"status":"400"}` {
				t.Errorf("challenge %q", refusal.Challenge)
			}
			if err := r.finished(); err != nil {
				t.Errorf("the server: %v", err)
			}
		})
	}
}
