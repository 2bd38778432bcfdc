package imap

import (
	"errors"
	"mime"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-message/charset"
)

// wait blocks until go-imap has the answer to a command.
type wait func() error

// batch sends commands together through go-imap, reads their answers, and
// gives the first failure. What go-imap cannot read costs details, and is
// noted; the server's answers count all the same.
func (c *Conversation) batch(send func(*imapclient.Client) []wait) error {
	b := newBridge(c)
	client := imapclient.New(b, &imapclient.Options{
		WordDecoder: &mime.WordDecoder{CharsetReader: charset.Reader},
	})
	if err := client.WaitGreeting(); err != nil {
		return err
	}
	waits := send(client)
	b.begin()
	var unread error
	for _, wait := range waits {
		var refused *imap.Error
		if err := wait(); err != nil && unread == nil && !errors.As(err, &refused) {
			unread = err
		}
	}
	<-client.Closed()
	b.drain()
	err := b.outcome()
	switch {
	case err != nil:
	case unread != nil:
		c.conn.Recorder().Note("part of an answer could not be read: %v", unread)
	case b.odd:
		c.conn.Recorder().Note("part of an answer could not be read: it is not what IMAP allows")
	}
	return err
}
