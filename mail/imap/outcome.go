package imap

import (
	"fmt"

	"mailknock/mail/wire"
)

// optional are the commands whose refusal alone says nothing about the
// mailbox: servers offer them and refuse them to some.
var optional = map[string]bool{"ID": true, "NAMESPACE": true}

// drain reads the answers that are still to come when go-imap gave up on a
// response that it could not read. It is called when go-imap reads no more.
func (b *bridge) drain() {
	for {
		b.mu.Lock()
		done := b.waiting == 0 || b.err != nil
		b.mu.Unlock()
		if done || b.step() != nil {
			return
		}
	}
}

// outcome judges the commands from the server's own answers, in the order in
// which they were sent: the first refusal is the one that counts.
func (b *bridge) outcome() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var first *wire.Refusal
	for _, cmd := range b.commands {
		switch {
		case cmd.answer == nil:
			if first != nil {
				return first
			}
			if b.bye != nil && closed(b.err) {
				b.bye.Command = cmd.name
				return b.bye
			}
			return fmt.Errorf("no answer to %s: %w", cmd.name, b.err)
		case cmd.answer.name == "OK":
			continue
		case first == nil:
			first = cmd.answer.refusal(cmd.name)
		}
		if !optional[cmd.name] {
			return first
		}
	}
	return nil
}
