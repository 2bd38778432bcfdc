package terminal

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"mailknock/ui/run"
)

// teller is a writer that calls back with every line.
type teller func(string)

func (t teller) Write(text []byte) (int, error) {
	t(string(text))
	return len(text), nil
}

// TestBrowserThatDoesNotOpen: it is said also with --json, where the log does
// not show.
func TestBrowserThatDoesNotOpen(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	dir, said := t.TempDir(), make(chan struct{})
	var out bytes.Buffer
	terminal := &Terminal{
		In: strings.NewReader(""), Out: &out, Getenv: func(string) string { return "" },
		Err: teller(func(line string) {
			if strings.Contains(line, "could not open the browser: no browser here") {
				close(said)
				stop()
			}
		}),
		Open: func(o run.Options) (*run.Services, error) {
			o.Dir, o.OpenURL = dir, func(string) error { return errors.New("no browser here") }
			return run.Open(o)
		},
	}
	code := terminal.Run(ctx, strings.Fields("check --provider microsoft --user anna@contoso.com --client-id x --protocol imap --json"))
	select {
	case <-said:
	default:
		t.Error("nobody was told")
	}
	if code != ExitStopped {
		t.Errorf("exit %d", code)
	}
}
