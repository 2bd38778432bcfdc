package imap

import (
	"context"
	"errors"
	"mime"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-message/charset"
)

// Use works with the mailbox and changes nothing in it: capabilities, ID and
// NAMESPACE where they are offered, the folders, and INBOX with its newest
// message's envelope. Only this proves a sign-in: some servers say OK to the
// token and refuse the next command. The detail tells what is there.
//
// Commands that do not depend on each other's answers are sent together (RFC
// 9051 section 5.5). The error is that of the first one that failed.
func (c *Conversation) Use(ctx context.Context) (detail string, err error) {
	if err := c.start(ctx, maxMailboxResponses); err != nil {
		return "", err
	}
	b := newBridge(c)
	client := imapclient.New(b, &imapclient.Options{
		WordDecoder: &mime.WordDecoder{CharsetReader: charset.Reader},
	})
	defer func() { _ = client.Close() }()
	s := &session{c: c, b: b, client: client}
	if err := client.WaitGreeting(); err != nil {
		return "", err
	}
	var f findings
	for _, work := range []func(*findings) error{s.capability, s.open, s.newest} {
		if err := s.settle(work(&f)); err != nil {
			return "", err
		}
	}
	return f.String(), nil
}

// session is the work with go-imap.
type session struct {
	c      *Conversation
	b      *bridge
	client *imapclient.Client
	// deaf is set when go-imap could not read a response and gave up: the
	// server's answers still count, only details are missing.
	deaf bool
}

// settle waits until every command has its answer and gives the first failure.
func (s *session) settle(err error) error {
	var refused *imap.Error
	if err != nil && !errors.As(err, &refused) && !s.deaf {
		<-s.client.Closed()
		s.b.drain()
		s.deaf = true
		if s.b.outcome() == nil {
			s.c.conn.Recorder().Note("part of an answer could not be read: %v", err)
		}
	}
	return s.b.outcome()
}

// capability asks what the server can do now, unless it said so at the
// sign-in.
func (s *session) capability(*findings) error {
	if s.c.caps != nil {
		return nil
	}
	var capability *imapclient.CapabilityCommand
	s.b.batch(func() { capability = s.client.Capability() })
	_, err := capability.Wait()
	return err
}

// open sends everything that leads to the open INBOX at once.
func (s *session) open(f *findings) error {
	if s.deaf {
		return nil
	}
	var (
		waits   []func() error
		list    *imapclient.ListCommand
		status  *imapclient.StatusCommand
		examine *imapclient.SelectCommand
	)
	s.b.batch(func() {
		if s.c.has("ID") {
			id := s.client.ID(&imap.IDData{Name: s.c.options.ClientID.Name, Version: s.c.options.ClientID.Version})
			waits = append(waits, func() error { _, err := id.Wait(); return err })
		}
		if s.c.has("NAMESPACE") || s.c.has("IMAP4rev2") {
			namespace := s.client.Namespace()
			waits = append(waits, func() error { _, err := namespace.Wait(); return err })
		}
		list = s.client.List("", "*", nil)
		// STATUS is for a mailbox that is not open (RFC 9051 section 6.3.11).
		status = s.client.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
		examine = s.client.Select("INBOX", &imap.SelectOptions{ReadOnly: true})
	})
	// The folders come first: go-imap reads nothing else until they are taken.
	for folder := list.Next(); folder != nil; folder = list.Next() {
		f.folders++
	}
	waits = append(waits, list.Close, func() error {
		data, err := status.Wait()
		f.unread = data.NumUnseen
		return err
	}, func() error {
		data, err := examine.Wait()
		f.messages, f.opened = data.NumMessages, err == nil
		return err
	})
	var first error
	for _, wait := range waits {
		first = worse(first, wait())
	}
	return first
}

// newest fetches the envelope of the last message.
func (s *session) newest(f *findings) error {
	if s.deaf || f.messages == 0 {
		return nil
	}
	var fetch *imapclient.FetchCommand
	s.b.batch(func() { fetch = s.client.Fetch(imap.SeqSetNum(f.messages), &imap.FetchOptions{Envelope: true}) })
	messages, err := fetch.Collect()
	if err == nil && len(messages) > 0 {
		f.envelope = messages[0].Envelope
	}
	return err
}

// worse prefers an error that ended go-imap to a server's refusal.
func worse(a, b error) error {
	var refused *imap.Error
	if a == nil || (b != nil && errors.As(a, &refused)) {
		return b
	}
	return a
}
