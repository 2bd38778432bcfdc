package smtp

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
)

// DefaultSubject and DefaultText stand in a message that has none.
const (
	DefaultSubject = "Test"
	DefaultText    = "This is a test message from Mailknock.\nSomebody asked for it to be sent."
)

// Message is a test message: text to one person.
type Message struct {
	// From and To are an address each, with or without a name in front:
	// anna@example.org, or Anna <anna@example.org>.
	From, To string
	// Subject and Text may hold any script. Empty means DefaultSubject and
	// DefaultText.
	Subject, Text string
	// Date is the Date field; the zero time means now.
	Date time.Time
	// ID is the Message-ID without its brackets; empty means a random one at
	// the sender's domain.
	ID string
}

// NewMessage gives a message with nothing left open, so that Preview shows
// what Bytes will give.
func NewMessage(from, to, subject, text string) *Message {
	m := Message{From: from, To: to, Subject: subject, Text: text}.complete()
	return &m
}

// complete fills in what was left open.
func (m Message) complete() Message {
	if m.Subject == "" {
		m.Subject = DefaultSubject
	}
	if m.Text == "" {
		m.Text = DefaultText
	}
	if m.Date.IsZero() {
		m.Date = time.Now()
	}
	if from, err := address("From", m.From); m.ID == "" && err == nil {
		_, domain, _ := strings.Cut(from.Address, "@")
		m.ID = strings.ToLower(rand.Text()) + "@" + domain
	}
	return m
}

// Preview is the message as a person reads it, to be shown before it goes.
func (m Message) Preview() string {
	m = m.complete()
	return fmt.Sprintf("From: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: <%s>\n\n%s",
		m.From, m.To, m.Subject, m.Date.Format(time.RFC1123Z), m.ID, unixLines(m.Text))
}

// Bytes is the message as it goes over the wire, before dot-stuffing: RFC 5322
// with CRLF at every line's end, no line longer than 998 bytes, and ASCII but
// for addresses that are not (RFC 6532). The error is a sentence about what in
// the message cannot be sent.
func (m Message) Bytes() ([]byte, error) {
	m = m.complete()
	from, to, err := m.addresses()
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	text := unixLines(m.Text)
	// The last field that is set is written first.
	var h mail.Header
	h.Set("Content-Transfer-Encoding", transferEncoding(text))
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("MIME-Version", "1.0")
	h.SetMessageID(m.ID)
	h.SetDate(m.Date)
	h.Set("Subject", encodeSubject(m.Subject))
	h.SetAddressList("To", []*mail.Address{to})
	h.SetAddressList("From", []*mail.Address{from})

	var b bytes.Buffer
	w, err := message.CreateWriter(&b, h.Header)
	if err == nil {
		_, err = w.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("could not write the message: %w", err)
	}
	if !bytes.HasSuffix(b.Bytes(), []byte("\r\n")) {
		b.WriteString("\r\n")
	}
	return b.Bytes(), nil
}

// messageID is RFC 5322 section 3.6.4 without what is obsolete or quoted.
var messageID = regexp.MustCompile("^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@(?:[A-Za-z0-9.-]{1,253}|\\[[A-Za-z0-9.:]{1,64}\\])$")

func (m Message) check() error {
	if err := noControl("the subject", m.Subject); err != nil {
		return err
	}
	const limit = 500
	switch {
	case utf8.RuneCountInString(m.Subject) > limit:
		return fmt.Errorf("the subject is longer than %d characters", limit)
	case !utf8.ValidString(m.Text):
		return errors.New("the text of the message is not valid UTF-8")
	case strings.ContainsRune(m.Text, 0):
		return errors.New("the text of the message holds a NUL, which cannot be sent")
	case !messageID.MatchString(m.ID):
		return fmt.Errorf("%q is not a Message-ID: it is one like abc123@example.org", m.ID)
	}
	return nil
}

// addresses gives both, checked, their domains in ASCII.
func (m Message) addresses() (from, to *mail.Address, err error) {
	if from, err = address("From", m.From); err != nil {
		return nil, nil, err
	}
	if to, err = address("To", m.To); err != nil {
		return nil, nil, err
	}
	return from, to, nil
}

func address(field, text string) (*mail.Address, error) {
	if err := noControl("the "+field+" address", text); err != nil {
		return nil, err
	}
	const limit = 500
	if len(text) > limit {
		return nil, fmt.Errorf("the %s address is longer than %d bytes", field, limit)
	}
	a, err := mail.ParseAddress(text)
	if err != nil {
		return nil, fmt.Errorf("the %s address %q is not one: type one like anna@example.org", field, text)
	}
	if err := noControl("the name in the "+field+" address", a.Name); err != nil {
		return nil, err
	}
	if a.Address, err = mailbox(a.Address); err != nil {
		return nil, err
	}
	return a, nil
}
