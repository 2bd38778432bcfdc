package imap

import (
	"context"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
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
	var f findings
	if c.caps == nil {
		if err := c.batch(func(client *imapclient.Client) []wait { return []wait{capability(client)} }); err != nil {
			return "", err
		}
	}
	if err := c.batch(func(client *imapclient.Client) []wait { return c.open(client, &f) }); err != nil {
		return "", err
	}
	if f.messages > 0 {
		if err := c.batch(func(client *imapclient.Client) []wait { return []wait{newest(client, &f)} }); err != nil {
			return "", err
		}
	}
	return f.String(), nil
}

// capability asks what the server can do now. The conversation keeps the list.
func capability(client *imapclient.Client) wait {
	command := client.Capability()
	return func() error {
		_, err := command.Wait()
		return err
	}
}

// open sends everything that leads to the open INBOX.
func (c *Conversation) open(client *imapclient.Client, f *findings) []wait {
	var waits []wait
	if c.has("ID") {
		id := client.ID(&imap.IDData{Name: c.options.ClientID.Name, Version: c.options.ClientID.Version})
		waits = append(waits, func() error { _, err := id.Wait(); return err })
	}
	if c.has("NAMESPACE") || c.has("IMAP4rev2") {
		namespace := client.Namespace()
		waits = append(waits, func() error { _, err := namespace.Wait(); return err })
	}
	list := client.List("", "*", nil)
	// STATUS is for a mailbox that is not open (RFC 9051 section 6.3.11).
	status := client.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
	examine := client.Select("INBOX", &imap.SelectOptions{ReadOnly: true})

	// The folders come first: go-imap reads nothing else until they are taken.
	folders := func() error {
		for folder := list.Next(); folder != nil; folder = list.Next() {
			f.folders++
		}
		return list.Close()
	}
	return append([]wait{folders}, append(waits, func() error {
		data, err := status.Wait()
		f.unread = data.NumUnseen
		return err
	}, func() error {
		data, err := examine.Wait()
		f.messages, f.opened = data.NumMessages, err == nil
		return err
	})...)
}

// newest fetches the envelope of the last message.
func newest(client *imapclient.Client, f *findings) wait {
	fetch := client.Fetch(imap.SeqSetNum(f.messages), &imap.FetchOptions{Envelope: true})
	return func() error {
		messages, err := fetch.Collect()
		if err == nil && len(messages) > 0 {
			f.envelope = messages[0].Envelope
		}
		return err
	}
}
