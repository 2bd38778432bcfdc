package sandbox

import (
	"crypto/rand"
	"errors"
	"fmt"
	netmail "net/mail"
	"strconv"
	"strings"

	"mailknock/mail/wire"
)

// mailFrom takes the sender, who must be whoever signed in.
func (s *smtpSession) mailFrom(rest string) {
	address, params, ok := parsePath(rest, "FROM:")
	switch {
	case !s.hello:
		s.reply("503 5.5.1 Say EHLO first")
	case s.person == nil && s.canSTARTTLS():
		s.reply("530 5.7.0 Must issue a STARTTLS command first")
	case s.person == nil:
		s.reply("530 5.7.0 Authentication required")
	case s.from != nil:
		s.reply("503 5.5.1 There is a sender already")
	case !ok:
		s.reply("501 5.1.7 Bad sender address syntax")
	case s.fault.use[wire.SMTP] != "":
		s.reply(s.fault.use[wire.SMTP])
	case !strings.EqualFold(address, s.person.Address):
		s.reply(sendAsDenied[s.style])
	default:
		if wrong := mailParams(params); wrong != "" {
			s.reply(wrong)
			return
		}
		s.from = &address
		s.reply("250 2.1.0 Ok")
	}
}

// mailParams checks the parameters of MAIL. It gives the refusal.
func mailParams(params []string) string {
	for _, param := range params {
		name, value, _ := strings.Cut(strings.ToUpper(param), "=")
		switch {
		case name == "SIZE" && isNumber(value):
			if n, err := strconv.ParseInt(value, 10, 64); err != nil || n > smtpSize {
				return "552 5.3.4 Message size exceeds fixed limit"
			}
		case name == "BODY" && (value == "7BIT" || value == "8BITMIME"):
		case name == "AUTH" && value != "":
		default:
			return "555 5.5.4 Unsupported option: " + printable(param)
		}
	}
	return ""
}

func (s *smtpSession) rcptTo(rest string) {
	address, params, ok := parsePath(rest, "TO:")
	switch {
	case s.from == nil:
		s.reply("503 5.5.1 Need MAIL command")
	case !ok || address == "":
		s.reply("501 5.1.3 Bad recipient address syntax")
	case len(params) > 0:
		s.reply("555 5.5.4 Unsupported option: " + printable(params[0]))
	case len(s.to) >= maxRcpts:
		s.reply("452 4.5.3 Too many recipients")
	case strings.HasSuffix(strings.ToLower(address), "@sandbox.test") && findPerson(address) == nil:
		s.reply("550 5.1.1 Recipient address rejected: User unknown")
	default:
		s.to = append(s.to, address)
		s.reply("250 2.1.5 Ok")
	}
}

// parsePath reads "FROM:<address> PARAM=value" or the like of it.
func parsePath(rest, keyword string) (address string, params []string, ok bool) {
	if len(rest) < len(keyword) || !strings.EqualFold(rest[:len(keyword)], keyword) {
		return "", nil, false
	}
	path, found := strings.CutPrefix(rest[len(keyword):], "<")
	if !found {
		return "", nil, false
	}
	address, tail, closed := strings.Cut(path, ">")
	if !closed || tail != "" && tail[0] != ' ' || len(address) > 254 {
		return "", nil, false
	}
	params = strings.Fields(tail)
	if address == "" {
		return "", params, true
	}
	parsed, err := netmail.ParseAddress("<" + address + ">")
	return address, params, err == nil && parsed.Address == address && strings.Trim(address, asciiPrintable) == ""
}

// asciiPrintable is what an address may hold: SMTPUTF8 is not offered.
const asciiPrintable = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.@"

// data takes the message.
func (s *smtpSession) data(rest string) {
	switch {
	case rest != "":
		s.reply("501 5.5.4 DATA takes no words")
		return
	case len(s.to) == 0:
		s.reply("503 5.5.1 Need RCPT command")
		return
	}
	s.reply("354 End data with <CR><LF>.<CR><LF>")
	raw, wrong := s.readData()
	if s.failed != nil {
		return
	}
	from, to := *s.from, s.to
	s.from, s.to = nil, nil
	if wrong != "" {
		s.reply(wrong)
		return
	}
	m := Message{User: s.person.Address, From: from, To: to, Data: raw, QueueID: queueID(), Time: s.box.options.Now()}
	if !s.box.post.deliver(s.person, m) {
		s.reply("452 4.3.1 Insufficient system storage")
		return
	}
	s.reply("250 2.0.0 Ok: queued as " + m.QueueID)
}

func queueID() string {
	raw := make([]byte, 6)
	_, _ = rand.Read(raw) // never fails
	return fmt.Sprintf("%X", raw)
}

// readData reads up to the line with the dot. wrong is the refusal of a
// message that was read to its end and cannot be taken. A dot counts only
// between two CRLF: a bare LF in front of it would let a message smuggle
// another one.
func (s *smtpSession) readData() (raw []byte, wrong string) {
	clean := true
	for {
		line, err := s.readLine(maxTextLine)
		switch {
		case s.failed != nil:
			return nil, ""
		case errors.Is(err, errBareLF):
			wrong, clean = "550 5.6.11 The message holds a bare LF", false
			continue
		case err != nil:
			wrong, clean = "500 5.6.0 A line of the message is too long", true
			continue
		case line == "." && clean:
			return raw, wrong
		}
		clean = true
		line = strings.TrimPrefix(line, ".")
		if len(raw)+len(line)+2 > smtpSize {
			wrong = "552 5.3.4 Message size exceeds fixed limit"
		}
		if wrong == "" {
			raw = append(append(raw, line...), "\r\n"...)
		}
	}
}

// maxTextLine is the longest line of a message, CRLF included (RFC 5321
// section 4.5.3.1.6).
const maxTextLine = 1000
