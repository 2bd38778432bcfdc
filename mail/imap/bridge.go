package imap

import (
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"mailknock/mail/wire"
)

// bridge is the net.Conn of a go-imap client that sends one batch of commands.
// It reads whole responses with the conversation's own bounded reader, keeps
// the server's answers as they are, and passes on only what go-imap
// understands and asked for: an unknown response would make it hang up.
//
// Reading starts when the batch is sent, so that the transcript shows every
// command before its answer, and ends with io.EOF when every command is
// answered: go-imap can neither wait for more nor read what is not its own.
type bridge struct {
	c *Conversation

	mu       sync.Mutex
	wake     *sync.Cond
	sent     bool // the whole batch
	shut     bool
	commands []*command
	waiting  int
	bye      *wire.Refusal
	odd      bool  // a response was kept from go-imap
	err      error // why reading or writing ended, in its original type

	pending []byte // for Read; used by the reader alone
	partial []byte // of a command that is being written
}

// command is one that go-imap sent, under a tag of the conversation's.
type command struct {
	theirs, tag, name string
	// answer is nil as long as there is none.
	answer *response
}

// hello makes go-imap begin in the authenticated state. The server's own
// greeting is long past.
const hello = "* PREAUTH [CAPABILITY IMAP4rev1] ready\r\n"

func newBridge(c *Conversation) *bridge {
	b := &bridge{c: c, pending: []byte(hello)}
	b.wake = sync.NewCond(&b.mu)
	return b
}

// begin lets the answers be read.
func (b *bridge) begin() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = true
	b.wake.Broadcast()
}

// Read blocks until the server sent something for go-imap.
func (b *bridge) Read(p []byte) (int, error) {
	for len(b.pending) == 0 {
		if err := b.ready(); err != nil {
			return 0, err
		}
		if err := b.step(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.pending)
	b.pending = b.pending[n:]
	return n, nil
}

// ready blocks until the batch is sent.
func (b *bridge) ready() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for !b.sent && !b.shut && b.err == nil {
		b.wake.Wait()
	}
	switch {
	case b.err != nil:
		return b.err
	case b.shut:
		return net.ErrClosed
	case b.waiting == 0:
		return io.EOF
	}
	return nil
}

// step reads one response and puts what go-imap may see of it into pending.
func (b *bridge) step() error {
	r, err := b.c.read()
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		err = b.take(r)
	}
	if err != nil {
		b.fail(err)
	}
	return err
}

// fail keeps the first error. It is called with the lock held.
func (b *bridge) fail(err error) {
	if b.err == nil {
		b.err = err
	}
	b.wake.Broadcast()
}

// Write sends the commands that are complete.
func (b *bridge) Write(p []byte) (int, error) {
	b.partial = append(b.partial, p...)
	for {
		line, rest, ok := strings.Cut(string(b.partial), "\r\n")
		if !ok {
			return len(p), nil
		}
		b.partial = []byte(rest)
		if err := b.send(line); err != nil {
			return 0, err
		}
	}
}

// send writes one command. The reader waits meanwhile.
func (b *bridge) send(line string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	theirs, words, _ := strings.Cut(line, " ")
	name, _, _ := strings.Cut(words, " ")
	cmd := &command{theirs: theirs, name: name}
	b.commands = append(b.commands, cmd)
	b.waiting++
	if b.err != nil {
		return b.err
	}
	var err error
	if cmd.tag, err = b.c.send(words); err != nil {
		b.fail(err)
	}
	return err
}

// Close lets go of go-imap. The connection stays open.
func (b *bridge) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shut = true
	b.wake.Broadcast()
	return nil
}

type noAddr struct{}

func (noAddr) Network() string { return "imap" }
func (noAddr) String() string  { return "imap" }

func (b *bridge) LocalAddr() net.Addr  { return noAddr{} }
func (b *bridge) RemoteAddr() net.Addr { return noAddr{} }

// The deadlines are those that the connection is bound to.
func (b *bridge) SetDeadline(time.Time) error      { return nil }
func (b *bridge) SetReadDeadline(time.Time) error  { return nil }
func (b *bridge) SetWriteDeadline(time.Time) error { return nil }
