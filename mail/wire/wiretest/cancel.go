package wiretest

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"mailknock/mail/wire"
)

// Cancel cancels while the server is silent, before the first of its answers
// and after each.
func (c Client) Cancel(t *testing.T, answers ...string) {
	t.Helper()
	for n := range len(answers) + 1 {
		client, server := Pair(t)
		ctx, cancel := context.WithCancelCause(t.Context())
		served := make(chan struct{})
		go func() {
			defer close(served)
			silentAfter(server, answers[:n], func() { cancel(errors.New("stopped by a person")) })
		}()
		conn := wire.NewConn(client, wire.NewTranscript(nil).Recorder(c.Protocol))
		if err := conn.AllowPlain(); err != nil {
			t.Fatal(err)
		}
		release := conn.Bind(ctx)
		steps, err := c.check(ctx, conn, 0, nil, nil)
		if err == nil || ctx.Err() == nil {
			t.Errorf("silent after %d answers: %v", n, steps)
		}
		release()
		client.Close()
		<-served
	}
}

// silentAfter greets, answers a line each, calls silent at the next one, and
// reads until the client goes.
func silentAfter(server net.Conn, answers []string, silent func()) {
	r := bufio.NewReader(server)
	for _, answer := range answers {
		_, _ = io.WriteString(server, answer)
		_, _ = r.ReadString('\n')
	}
	silent()
	_, _ = io.Copy(io.Discard, r)
}
