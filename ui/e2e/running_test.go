package e2e

import (
	"context"
	"errors"
	"os/exec"
	"testing"
	"time"
)

// running is a run of the program while it goes on.
type running struct {
	*person
	cmd      *exec.Cmd
	out, err *output
	ended    chan error
}

// begin starts the program; result waits for its end.
func (p *person) begin(args ...string) *running {
	p.t.Helper()
	r := &running{person: p, cmd: exec.Command(program(p.t), args...), out: newOutput(), err: newOutput(), ended: make(chan error, 1)}
	r.cmd.Env, r.cmd.Dir = p.Env, p.Dir
	r.cmd.Stdout, r.cmd.Stderr = r.out, r.err
	ownGroup(r.cmd)
	fatal(p.t, r.cmd.Start())
	p.t.Cleanup(func() { killGroup(r.cmd) })
	go func() { r.ended <- r.cmd.Wait() }()
	return r
}

// says waits until standard error has what find finds, and gives it.
func (r *running) says(t testing.TB, what string, find func(string) string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), readyWithin)
	defer cancel()
	text, err := r.err.wait(ctx, func(text string) bool { return find(text) != "" })
	if err != nil {
		t.Fatalf("it does not say %s: %s", what, text)
	}
	return find(text)
}

// result waits for the end.
func (r *running) result(t testing.TB) result {
	t.Helper()
	select {
	case err := <-r.ended:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
	case <-time.After(readyWithin):
		t.Fatalf("it does not end:\n%s%s", r.out, r.err)
	}
	got := result{Out: r.out.String(), Err: r.err.String(), Code: r.cmd.ProcessState.ExitCode()}
	r.clean("standard output", got.Out)
	r.clean("standard error", got.Err)
	return got
}
