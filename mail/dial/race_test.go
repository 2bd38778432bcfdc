package dial

import (
	"context"
	"net"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// network is a fake: what each address does, and when it was tried.
type network struct {
	does  map[string]func(context.Context) (net.Conn, error)
	mu    sync.Mutex
	tried map[string]time.Duration
	start time.Time
}

func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	n.mu.Lock()
	n.tried[address] = time.Since(n.start)
	n.mu.Unlock()
	return n.does[address](ctx)
}

func answers(after time.Duration) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		select {
		case <-time.After(after):
			client, server := net.Pipe()
			_ = server.Close()
			return client, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func fails(number syscall.Errno, after time.Duration) func(context.Context) (net.Conn, error) {
	return func(context.Context) (net.Conn, error) {
		<-time.After(after)
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: number}
	}
}

func TestRace(t *testing.T) {
	const v6, v4, other = "[2001:db8::1]:993", "192.0.2.1:993", "[2001:db8::2]:993"
	never := answers(time.Hour)
	for _, c := range []struct {
		name  string
		does  map[string]func(context.Context) (net.Conn, error)
		tried map[string]time.Duration
		kind  ConnectKind // empty: connected
		kept  int
	}{
		{
			"the first at once",
			map[string]func(context.Context) (net.Conn, error){v6: answers(0)},
			map[string]time.Duration{v6: 0},
			"", 0,
		},
		{
			"v6 dead: v4 after a quarter of a second",
			map[string]func(context.Context) (net.Conn, error){v6: never, v4: answers(0)},
			map[string]time.Duration{v6: 0, v4: stagger},
			"", 0,
		},
		{
			"v6 refused: v4 at once",
			map[string]func(context.Context) (net.Conn, error){v6: fails(syscall.ENETUNREACH, 0), v4: answers(0)},
			map[string]time.Duration{v6: 0, v4: 0},
			"", 1,
		},
		{
			"two answer, one is kept",
			map[string]func(context.Context) (net.Conn, error){v6: answers(stagger), v4: answers(0), other: never},
			map[string]time.Duration{v6: 0, v4: stagger},
			"", 0,
		},
		{
			"all fail",
			map[string]func(context.Context) (net.Conn, error){v6: fails(syscall.ENETUNREACH, 0), v4: fails(syscall.ECONNREFUSED, time.Second), other: fails(syscall.ENETUNREACH, 0)},
			map[string]time.Duration{v6: 0, v4: 0, other: stagger},
			Refused, 3,
		},
		{
			"all silent",
			map[string]func(context.Context) (net.Conn, error){v6: never, v4: never, other: never},
			map[string]time.Duration{v6: 0, v4: stagger, other: 2 * stagger},
			TimedOut, 3,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &network{does: c.does, tried: map[string]time.Duration{}, start: time.Now()}
				d := &Dialer{Resolver: fakeResolver{"mail.test": {"2001:db8::1", "2001:db8::2", "192.0.2.1"}}, DialContext: n.dial}
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				addresses, _, _ := d.lookup(ctx, "mail.test", 993)
				conn, attempts, err := d.race(ctx, addresses)
				if conn != nil {
					_ = conn.Close()
				}
				if !reflect.DeepEqual(n.tried, c.tried) && c.name != "two answer, one is kept" {
					t.Errorf("tried %v, want %v", n.tried, c.tried)
				}
				if len(attempts) != c.kept {
					t.Errorf("kept %v", attempts)
				}
				if c.kind == "" && err != nil {
					t.Error(err)
				}
				if c.kind != "" {
					failed := as[*ConnectError](t, err)
					if failed.Kind != c.kind || !strings.Contains(failed.Error(), v4) || !strings.Contains(failed.Error(), v6) {
						t.Errorf("%s: %v", failed.Kind, failed)
					}
				}
			})
		})
	}
}
