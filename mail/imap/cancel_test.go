package imap

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
)

// TestCancel stops a good conversation after each of its lines.
func TestCancel(t *testing.T) {
	text, err := os.ReadFile("testdata/dialogues/gmail-ok.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	stopped := errors.New("you stopped it")
	for n := range lines {
		ctx, cancel := context.WithCancelCause(t.Context())
		r := connect(t, true, func(p *peer) error {
			err := p.follow(lines[:n])
			cancel(stopped)
			for err == nil {
				_, err = p.line()
			}
			return nil
		})
		if _, err := r.check(ctx, New(r.conn, Options{}), false, ""); !errors.Is(err, stopped) {
			t.Errorf("stopped after %d lines: %v", n, err)
		}
		_ = r.finished()
		cancel(nil)
	}
}

// TestEnded: nothing is sent when the context has ended already.
func TestEnded(t *testing.T) {
	r := connect(t, true, func(p *peer) error { _, _ = p.line(); return nil })
	stopped := errors.New("you stopped it")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	c := New(r.conn, Options{})
	for _, f := range []func(context.Context) (string, error){c.Greeting, c.Capabilities, c.StartTLS, c.Use, c.Logout} {
		if _, err := f(ctx); !errors.Is(err, stopped) {
			t.Errorf("got %v", err)
		}
	}
	if _, err := c.Authenticate(ctx, anna, ""); !errors.Is(err, stopped) {
		t.Errorf("got %v", err)
	}
	_ = r.finished()
	if said := r.peer.said(); said != "" {
		t.Errorf("sent %q", said)
	}
}
