package imap

import (
	"fmt"

	"mailknock/mail/wire"
)

// optional are the commands whose refusal says nothing about the mailbox:
// servers offer them and refuse them to some.
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

// outcome judges the commands from the server's own answers. The first refusal
// of a command that matters counts; where the server hung up instead, its last
// words do.
func (b *bridge) outcome() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var aside *wire.Refusal
	for _, cmd := range b.commands {
		switch {
		case cmd.answer == nil && aside != nil:
			return aside
		case cmd.answer == nil && b.bye != nil && closed(b.err):
			b.bye.Command = cmd.name
			return b.bye
		case cmd.answer == nil:
			return fmt.Errorf("no answer to %s: %w", cmd.name, b.err)
		case cmd.answer.name == "OK":
		case !optional[cmd.name]:
			return cmd.answer.refusal(cmd.name)
		case aside == nil:
			aside = cmd.answer.refusal(cmd.name)
		}
	}
	return nil
}
