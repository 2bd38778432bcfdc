package imap

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/emersion/go-imap/v2"

	"mailknock/auth/token"
)

// findings is what the mailbox held.
type findings struct {
	opened   bool
	messages uint32
	unread   *uint32
	folders  int
	envelope *imap.Envelope
}

// String gives "42 messages in INBOX, 3 unread, 7 folders; newest: "Subject"
// from a@b, 2026-01-02".
func (f findings) String() string {
	if !f.opened {
		return "INBOX opens"
	}
	text := plural(int(f.messages), "message") + " in INBOX"
	if f.unread != nil {
		text += ", " + token.Thousands(int(*f.unread)) + " unread"
	}
	text += ", " + plural(f.folders, "folder")
	e := f.envelope
	if e == nil {
		return text
	}
	text += "; newest: " + strconv.Quote(short(e.Subject, 80))
	if len(e.From) > 0 {
		text += " from " + short(e.From[0].Addr(), 100)
	}
	if !e.Date.IsZero() {
		text += e.Date.Format(", 2006-01-02")
	}
	return text
}

func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%s %s", token.Thousands(n), word)
}

// short cuts a text after a number of letters.
func short(text string, letters int) string {
	runes := []rune(strings.ToValidUTF8(text, "�"))
	if len(runes) > letters {
		return string(runes[:letters-1]) + "…"
	}
	return string(runes)
}
