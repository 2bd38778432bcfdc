package imap

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// TestDialogues plays the conversations of real servers in testdata. "S:" is
// the server, "C:" a command without its tag, "R:" a line without one, "X:"
// hangs up. $NAME stands for the tag of that command.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogues/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no dialogues", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, starttls := range []bool{false, true} {
				t.Run(fmt.Sprintf("starttls=%t", starttls), func(t *testing.T) { playDialogue(t, string(text), starttls) })
			}
		})
	}
}

func playDialogue(t *testing.T, text string, starttls bool) {
	want := map[string]string{}
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if key, value, ok := strings.Cut(strings.TrimPrefix(line, "# "), ": "); ok && strings.HasPrefix(line, "# ") {
			want[key] = value
		} else {
			lines = append(lines, line)
		}
	}
	r := connect(t, !starttls, func(p *peer) error {
		if starttls {
			if err := upgrade(p, lines); err != nil {
				return err
			}
			// A server does not greet again, and is asked anew.
			return p.follow(append(askAgain(lines[0]), lines[1:]...))
		}
		return p.follow(lines)
	})
	c := New(r.conn, Options{})
	details, err := r.check(t.Context(), c, starttls, sasl.Mechanism(want["force"]))
	if served := r.finished(); served != nil {
		t.Errorf("the server: %v", served)
	}
	if got := string(failedStep(err)); got != want["fails"] {
		t.Fatalf("failed at %q: %v\n%s", got, err, r.text())
	}
	if want["error"] != "" {
		var refusal *wire.Refusal
		if !errors.As(err, &refusal) {
			t.Fatalf("not a refusal: %v", err)
		}
		if refusal.Error() != want["error"] || refusal.Challenge != want["challenge"] {
			t.Errorf("got %q with challenge %q", refusal, refusal.Challenge)
		}
		if want["command"] != "" && refusal.Command != want["command"] {
			t.Errorf("refused was %q", refusal.Command)
		}
	}
	if want["says"] != "" && !strings.Contains(err.Error(), want["says"]) {
		t.Errorf("the error is %q", err)
	}
	if want["mechanism"] != "" && string(c.Mechanism()) != want["mechanism"] {
		t.Errorf("signed in with %q", c.Mechanism())
	}
	if got := details[wire.Mailbox]; got != want["mailbox"] {
		t.Errorf("mailbox: %s", got)
	}
	transcript := r.text()
	if want["note"] != "" && !strings.Contains(transcript, want["note"]) {
		t.Errorf("no note %q in\n%s", want["note"], transcript)
	}
	if strings.Contains(transcript, "SECRET") || strings.Contains(transcript, base64.StdEncoding.EncodeToString([]byte("ya29.SECR"))) {
		t.Errorf("the transcript holds the token:\n%s", transcript)
	}
}

// upgrade greets in clear with other capabilities than those under TLS, and
// starts TLS.
func upgrade(p *peer, lines []string) error {
	err := p.follow([]string{
		"S: * OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=OAUTHBEARER] in clear",
		"C: CAPABILITY",
		"S: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED SASL-IR AUTH=OAUTHBEARER",
		"S: $CAPABILITY OK done",
		"C: STARTTLS",
		"S: $STARTTLS OK Begin TLS negotiation now.",
	})
	if err != nil {
		return err
	}
	return p.secure()
}

// askAgain turns a greeting with capabilities into the answer to CAPABILITY.
func askAgain(greeting string) []string {
	_, list, ok := strings.Cut(greeting, "[CAPABILITY ")
	if !ok {
		return nil
	}
	list, _, _ = strings.Cut(list, "]")
	return []string{"C: CAPABILITY", "S: * CAPABILITY " + list, "S: $CAPABILITY OK done"}
}

// follow plays lines.
func (p *peer) follow(lines []string) error {
	response := map[string]string{}
	for _, m := range []sasl.Mechanism{sasl.XOAUTH2, sasl.OAUTHBEARER} {
		raw, err := sasl.InitialResponse(m, anna)
		if err != nil {
			return err
		}
		response["{"+strings.ToLower(string(m))+"}"] = base64.StdEncoding.EncodeToString(raw)
	}
	tags := map[string]string{}
	for _, line := range lines {
		verb, text, _ := strings.Cut(line, ":")
		text = strings.TrimPrefix(text, " ")
		for key, value := range response {
			text = strings.ReplaceAll(text, key, value)
		}
		switch verb {
		case "S":
			if name, rest, ok := strings.Cut(strings.TrimPrefix(text, "$"), " "); ok && strings.HasPrefix(text, "$") {
				text = tags[name] + " " + rest
			}
			if err := p.say("%s\r\n", text); err != nil {
				return err
			}
		case "C":
			got, err := p.line()
			if err != nil {
				return fmt.Errorf("waiting for %q: %w", text, err)
			}
			tag, command, _ := strings.Cut(got, " ")
			if command != text {
				return fmt.Errorf("got %q, want %q", command, text)
			}
			name, _, _ := strings.Cut(command, " ")
			tags[name] = tag
		case "R":
			if got, err := p.line(); err != nil || got != text {
				return fmt.Errorf("got %q and %v, want %q", got, err, text)
			}
		case "X":
			return p.Close()
		default:
			return fmt.Errorf("not a line of a dialogue: %q", line)
		}
	}
	return nil
}
