package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// endless is a server that never stops saying text.
func endless(text string) func(net.Conn) {
	return func(c net.Conn) {
		for {
			if _, err := io.WriteString(c, text); err != nil {
				return
			}
		}
	}
}

func TestReadLineLimits(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		limits Limits
		says   string
	}{
		"an endless line":        {strings.Repeat("x", 8000), Limits{}, "a line of more than 65536 bytes"},
		"endless lines":          {strings.Repeat("\n", 8000), Limits{}, "more than 20000 lines"},
		"too many bytes":         {strings.Repeat("x", 60_000) + "\n", Limits{}, "more than 8388608 bytes"},
		"the protocol's own end": {"x\r\n", Limits{Lines: 7}, "more than 7 lines"},
	} {
		conn := talk(t, endless(c.text))
		conn.SetLimits(c.limits)
		var err error
		for err == nil {
			_, err = conn.ReadLine()
		}
		var limit *LimitError
		if !errors.As(err, &limit) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "an endless line" && !errors.Is(err, ErrLineTooLong) {
			t.Error("not ErrLineTooLong")
		}
		for _, line := range lines(conn, In) {
			if len(line) > MaxShown+100 {
				t.Errorf("%s: a line of %d bytes is kept", name, len(line))
			}
		}
	}
}

func TestBindCountsAnew(t *testing.T) {
	c := talk(t, endless("x\r\n"))
	c.SetLimits(Limits{Lines: 10})
	for range 3 {
		release := c.Bind(t.Context())
		for range 10 {
			if _, err := c.ReadLine(); err != nil {
				t.Fatal(err)
			}
		}
		release()
	}
}

func TestBindStops(t *testing.T) {
	for name, use := range map[string]func(*Conn) error{
		"read":   func(c *Conn) error { _, err := c.ReadLine(); return err },
		"write":  func(c *Conn) error { return c.WriteLine("x") },
		"stream": func(c *Conn) error { _, err := c.Stream(Limits{}).Read(make([]byte, 1)); return err },
		"literal": func(c *Conn) error {
			return c.ReadLiteral(5, nil)
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			stop := make(chan struct{})
			c := talk(t, func(net.Conn) { <-stop })
			defer close(stop)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			time.AfterFunc(time.Second, cancel)
			release := c.Bind(ctx)
			start := time.Now()
			err := use(c)
			if took := time.Since(start); took != time.Second || !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("%s: after %s: %v", name, took, err)
			}
			release()

			later, cancelLater := context.WithTimeout(t.Context(), time.Second)
			defer cancelLater()
			defer c.Bind(later)()
			start = time.Now()
			_ = use(c)
			if took := time.Since(start); name != "stream" && took != time.Second {
				t.Errorf("%s: bound again, it took %s", name, took)
			}
		})
	}
}
