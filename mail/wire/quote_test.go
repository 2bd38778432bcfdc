package wire

import (
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestShorten(t *testing.T) {
	long := strings.Repeat("x", 199)
	for line, want := range map[string]string{"": "", long + "y": long + "y", long + "yz": long + "y…", long + "ü": long + "…"} {
		if got := Shorten(line); got != want {
			t.Errorf("%q: got %q", line, got)
		}
	}
}

func TestAnswerTo(t *testing.T) {
	for command, want := range map[string]string{"greeting": "greeting", "STAT": "answer to STAT"} {
		if got := AnswerTo(command); got != want {
			t.Errorf("%q: got %q", command, got)
		}
	}
}

// TestHungUp: a deadline is this program's, not the server's.
func TestHungUp(t *testing.T) {
	broken := func(err error) error {
		return fmt.Errorf("no answer: %w", &net.OpError{Op: "read", Net: "tcp", Err: err})
	}
	for err, want := range map[error]bool{
		nil: false, &ClosedError{}: true, io.ErrUnexpectedEOF: false, ErrNotSecure: false,
		broken(syscall.ECONNRESET): true, broken(os.ErrDeadlineExceeded): false,
	} {
		if got := HungUp(err); got != want {
			t.Errorf("%v: got %t", err, got)
		}
	}
}
