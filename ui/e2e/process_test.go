package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// readyWithin is how long a server may take to come up on a busy machine.
const readyWithin = 60 * time.Second

// output collects what a process prints; safe for concurrent use.
type output struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	more chan struct{} // closed and replaced with every write
}

func newOutput() *output { return &output{more: make(chan struct{})} }

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.more)
	o.more = make(chan struct{})
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// wait blocks until what was printed satisfies done, and gives it.
func (o *output) wait(ctx context.Context, done func(string) bool) (string, error) {
	for {
		o.mu.Lock()
		text, more := o.buf.String(), o.more
		o.mu.Unlock()
		if done(text) {
			return text, nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return text, ctx.Err()
		}
	}
}

// process is a server that runs for a test.
type process struct {
	name   string
	cmd    *exec.Cmd
	out    *output
	exited chan struct{}
	logs   []string // files it writes beside its output
}

// start runs a server until the test ends. When the test fails, its output and
// logs become the test's.
func start(t testing.TB, name string, cmd *exec.Cmd, logs ...string) *process {
	t.Helper()
	p := &process{name: name, cmd: cmd, out: newOutput(), exited: make(chan struct{}), logs: logs}
	cmd.Stdout, cmd.Stderr = p.out, p.out
	cmd.WaitDelay = 2 * time.Second // for children that outlive it and hold the pipe
	ownGroup(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s did not start: %v", name, err)
	}
	go func() {
		defer close(p.exited)
		_ = cmd.Wait()
	}()
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			t.Log(p.said())
		}
	})
	return p
}

// stop ends the process in good order, and by force where that takes too long.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(10 * time.Second):
		killGroup(p.cmd)
		<-p.exited
	}
}

// said gives the end of all that the process wrote.
func (p *process) said() string {
	var b strings.Builder
	fmt.Fprintf(&b, "--- %s printed:\n%s", p.name, tail(p.out.String()))
	for _, name := range p.logs {
		content, err := os.ReadFile(name)
		if err == nil {
			fmt.Fprintf(&b, "--- %s:\n%s", name, tail(string(content)))
		}
	}
	return b.String()
}

func tail(s string) string {
	const most = 20000
	if len(s) > most {
		return "…" + s[len(s)-most:]
	}
	return s
}

// listening waits until all addresses take connections.
func (p *process) listening(t testing.TB, addresses ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), readyWithin)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for _, address := range addresses {
		for {
			var d net.Dialer
			conn, err := d.DialContext(ctx, "tcp", address)
			if err == nil {
				conn.Close()
				break
			}
			select {
			case <-again.C:
			case <-p.exited:
				t.Fatalf("%s ended before it listened on %s\n%s", p.name, address, p.said())
			case <-ctx.Done():
				t.Fatalf("%s does not listen on %s\n%s", p.name, address, p.said())
			}
		}
	}
}

// freePorts gives ports of 127.0.0.1 on which nothing listens.
func freePorts(t testing.TB, n int) []int {
	t.Helper()
	ports := make([]int, n)
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	return ports
}

func loopback(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }

// workDir is a folder that servers under another user's id may enter, with a
// path short enough for their sockets.
func workDir(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mk-"+name+"-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Logf("could not remove %s: %v", dir, err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t testing.TB, name, content string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func mkdir(t testing.TB, name string) string {
	t.Helper()
	if err := os.MkdirAll(name, 0o755); err != nil {
		t.Fatal(err)
	}
	return name
}
