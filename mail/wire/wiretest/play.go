package wiretest

import (
	"context"
	"slices"
	"testing"
	"time"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Play goes through a check with a server that follows the script, and gives
// how the steps ended. A client that says anything else fails the test.
func (c Client) Play(t *testing.T, s Script) (steps []string, transcript *wire.Transcript, err error) {
	t.Helper()
	size, mechanism := 0, sasl.XOAUTH2
	if s.Options["long"] {
		size = 3000
	}
	if s.Options["OAUTHBEARER"] {
		mechanism = sasl.OAUTHBEARER
	}
	client, server := Pair(t)
	done, token := make(chan string, 1), Encoded(t, mechanism, size)
	go func() { done <- s.serve(server, token) }()

	transcript = wire.NewTranscript(nil)
	conn := wire.NewConn(client, transcript.Recorder(c.Protocol))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	defer conn.Bind(ctx)()
	var handshake func() error
	if s.Options["starttls"] || slices.Contains(s.talk, "C: "+c.StartTLS) {
		handshake = func() error {
			_, err := conn.Handshake(ctx, ClientTLS())
			return err
		}
	} else if err := conn.AllowPlain(); err != nil {
		t.Fatal(err)
	}
	steps, err = c.check(ctx, conn, size, s.Options, handshake)
	conn.Close()
	if wrong := <-done; wrong != "" {
		t.Error("server: " + wrong)
	}
	return steps, transcript, err
}
