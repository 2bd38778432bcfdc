package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// samples are the messages that lie in every mailbox from the start: subject
// and text.
var samples = []struct{ from, subject, text string }{
	{
		"Mailknock Sandbox <postmaster@sandbox.test>", "Welcome to the sandbox",
		"This mailbox lives in the memory of Mailknock.\nIt is gone when you close it.\n",
	},
	{
		"Bob Box <bob@sandbox.test>", "Lunch on Thursday?",
		"There is a new place at the harbour.\n.\nThe line above is a single dot.\n",
	},
	{
		"=?utf-8?q?J=C3=BCrgen_Gr=C3=BCn?= <juergen@example.org>", "=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_M=C3=BCnchen?=",
		"A subject that is not ASCII.\n",
	},
}

func sample(owner *person, s struct{ from, subject, text string }, date time.Time) string {
	header := fmt.Sprintf("From: %s\nTo: %s <%s>\nSubject: %s\nDate: %s\nMessage-ID: <%d.%s>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n",
		s.from, owner.Name, owner.Address, s.subject, date.Format(time.RFC1123Z), date.UnixNano(), owner.Address)
	return strings.ReplaceAll(header+s.text, "\n", "\r\n")
}
