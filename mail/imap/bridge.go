package imap

import (
	"net"
	"strings"
	"sync"
	"time"

	"mailknock/mail/wire"
)

// bridge is the net.Conn that go-imap speaks through. It reads whole responses
// with the conversation's own bounded reader, keeps the server's answers as
// they are, and passes on only what go-imap understands and asked for: an
// unknown response would make it hang up. Reading from the network happens
// only while a command waits for its answer, so that afterwards the
// conversation can go on without go-imap.
type bridge struct {
	c *Conversation

	mu       sync.Mutex
	wake     *sync.Cond
	commands []*command
	waiting  int
	held     bool // while commands are being written
	bye      *wire.Refusal
	err      error // why reading ended, in its original type
	shut     bool

	pending []byte // for Read; used by the reader alone
	partial []byte // of a command that is being written
}

// command is one that go-imap sent.
type command struct {
	tag, name string
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

// Read blocks until the server sent something for go-imap.
func (b *bridge) Read(p []byte) (int, error) {
	for len(b.pending) == 0 {
		if err := b.await(); err != nil {
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

// batch lets send write commands. Their answers are read after it, so that the
// transcript shows every command before its answer.
func (b *bridge) batch(send func()) {
	b.hold(true)
	send()
	b.hold(false)
}

func (b *bridge) hold(held bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held = held
	b.wake.Broadcast()
}

// await blocks until a command waits for its answer.
func (b *bridge) await() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for (b.waiting == 0 || b.held) && !b.shut && b.err == nil {
		b.wake.Wait()
	}
	if b.shut {
		return net.ErrClosed
	}
	return b.err
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

// take is called with the lock held.
func (b *bridge) take(r response) error {
	switch {
	case r.kind == continuation:
		return broken("the server asked for more where nothing was to come", r.line)
	case r.kind == tagged:
		return b.answered(r)
	case r.name == "PREAUTH":
		return broken("the server sent a second greeting", r.line)
	case r.name == "BYE":
		b.bye = r.refusal("")
	case r.name == "CAPABILITY":
		caps, err := capabilities(r.text)
		if err != nil {
			return err
		}
		b.c.caps = caps
		fallthrough
	default:
		if b.wanted(r) {
			b.pending = append(b.pending, r.raw...)
		}
	}
	return nil
}

func (b *bridge) answered(r response) error {
	for _, cmd := range b.commands {
		if cmd.tag != r.tag || cmd.answer != nil {
			continue
		}
		if r.name != "OK" && r.name != "NO" && r.name != "BAD" {
			return broken("the server answered "+cmd.name+" with neither OK nor NO nor BAD", r.line)
		}
		cmd.answer = &r
		b.waiting--
		b.pending = append(b.pending, r.tag+" "+r.name+" answered\r\n"...)
		return nil
	}
	return broken("the server answered a command that was not sent", r.line)
}

// carriers tells which command an untagged response belongs to.
var carriers = map[string]string{
	"CAPABILITY": "CAPABILITY", "ID": "ID", "NAMESPACE": "NAMESPACE", "LIST": "LIST",
	"STATUS": "STATUS", "EXISTS": "EXAMINE", "FETCH": "FETCH",
}

func (b *bridge) wanted(r response) bool {
	name, ok := carriers[r.name]
	for _, cmd := range b.commands {
		if ok && cmd.name == name && cmd.answer == nil {
			// Another client may change another message's flags meanwhile.
			return r.name != "FETCH" || strings.Contains(strings.ToUpper(r.text), "ENVELOPE")
		}
	}
	return false
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
		tag, words, _ := strings.Cut(line, " ")
		name, _, _ := strings.Cut(words, " ")
		b.mu.Lock()
		b.commands = append(b.commands, &command{tag: tag, name: name})
		b.waiting++
		b.wake.Broadcast()
		b.mu.Unlock()
		if err := b.c.conn.WriteLine(line); err != nil {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.fail(err)
			return 0, err
		}
	}
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
