package dial

import (
	"context"
	"net"
	"net/netip"
	"time"
)

type address = netip.AddrPort

// stagger is how long an attempt is alone before the next one starts too
// (RFC 8305 section 5).
const stagger = 250 * time.Millisecond

type attemptResult struct {
	at   int
	conn net.Conn
	Attempt
}

// race tries the addresses in order, each a little after the one before or as
// soon as that has failed, and gives the first connection. The attempts are
// those that failed before that. It returns when all have ended.
func (d *Dialer) race(ctx context.Context, addresses []address) (net.Conn, []Attempt, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	dial := d.DialContext
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	results := make(chan attemptResult)
	next, running := 0, 0
	start := func() {
		at := next
		next++
		running++
		go func() {
			began := time.Now()
			conn, err := dial(ctx, "tcp", addresses[at].String())
			results <- attemptResult{at, conn, Attempt{addresses[at].String(), err, time.Since(began)}}
		}()
	}
	timer := time.NewTimer(stagger)
	defer timer.Stop()
	var winner net.Conn
	failed := make([]Attempt, 0, len(addresses))
	start()
	for running > 0 {
		select {
		case <-timer.C:
			if next < len(addresses) && winner == nil && ctx.Err() == nil {
				start()
				timer.Reset(stagger)
			}
		case r := <-results:
			running--
			switch {
			case r.Err == nil && winner == nil:
				winner = r.conn
				cancel()
			case r.Err == nil:
				_ = r.conn.Close()
			case winner == nil:
				failed = append(failed, r.Attempt)
				if next < len(addresses) && ctx.Err() == nil {
					start()
					timer.Reset(stagger)
				}
			}
		}
	}
	if winner == nil {
		return nil, failed, &ConnectError{Attempts: failed, Kind: worst(failed)}
	}
	return winner, failed, nil
}
