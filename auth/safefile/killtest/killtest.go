// Package killtest runs a test's own binary again, as the other process that
// shares its files and can be killed at any moment. Only tests import it.
package killtest

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// Process is a child that runs.
type Process struct {
	*exec.Cmd
	lines *bufio.Scanner
}

// Start runs this binary with more environment, each NAME=value: the package's
// TestMain reads there that it is the child, and what it has to do.
func Start(t testing.TB, env ...string) Process {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return Process{cmd, bufio.NewScanner(out)}
}

// Await blocks until the child has printed so many more lines. One that ends
// before fails the test.
func (p Process) Await(t testing.TB, lines int) {
	t.Helper()
	for range lines {
		if !p.lines.Scan() {
			t.Fatal("the other process ended: ", p.Wait())
		}
	}
}

// Kill ends it as kill -9 does.
func (p Process) Kill(t testing.TB) {
	t.Helper()
	if err := p.Process.Kill(); err != nil {
		t.Error(err)
	}
	for p.lines.Scan() {
	}
	_ = p.Wait()
}

// Times is how often a process is killed; MAILKNOCK_KILLS says otherwise.
func Times(n int) int {
	if more, err := strconv.Atoi(os.Getenv("MAILKNOCK_KILLS")); err == nil {
		return more
	}
	return n
}
