package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"mailknock/mail/wire"
)

// interactive tells whether a person can answer.
func (t *Terminal) interactive() bool {
	f, ok := t.In.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// ask reads one line without showing it.
func (t *Terminal) ask(ctx context.Context, prompt string) (wire.Secret, error) {
	fd := int(t.In.(*os.File).Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return wire.Secret{}, err
	}
	defer fmt.Fprintln(t.Err)
	text, err := t.answer(ctx, prompt, func() ([]byte, error) { return term.ReadPassword(fd) })
	if ctx.Err() != nil {
		_ = term.Restore(fd, before)
	}
	return wire.NewSecret(string(text)), err
}

// line reads one line, which is shown. A terminal gives no more than one.
func (t *Terminal) line(ctx context.Context, prompt string) (string, error) {
	text, err := t.answer(ctx, prompt, func() ([]byte, error) {
		typed := make([]byte, 4096)
		n, err := t.In.Read(typed)
		return typed[:n], err
	})
	return strings.TrimSpace(string(text)), err
}

// answer waits for what read brings; the end of ctx ends the wait, and the
// program with it.
func (t *Terminal) answer(ctx context.Context, prompt string, read func() ([]byte, error)) ([]byte, error) {
	fmt.Fprint(t.Err, prompt)
	type answer struct {
		text []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		text, err := read()
		typed <- answer{text, err}
	}()
	select {
	case a := <-typed:
		if errors.Is(a.err, io.EOF) {
			return nil, errors.New("nothing was typed")
		}
		return a.text, a.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}
