package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// mail gives the message of a number; it says -ERR and gives nil when there is
// none.
func (s *popSession) mail(number string) *mail {
	n, err := strconv.Atoi(number)
	if err != nil || !isNumber(number) || n < 1 || n > len(s.mails) || s.deleted[s.mails[n-1].uid] {
		s.send("-ERR There is no such message.")
		return nil
	}
	return s.mails[n-1]
}

func (s *popSession) list(args []string) {
	s.scan(args, func(m *mail) string { return strconv.Itoa(len(m.raw)) })
}

func (s *popSession) uidl(args []string) {
	s.scan(args, func(m *mail) string { return fmt.Sprintf("%d.%d", uidValidity, m.uid) })
}

// scan answers LIST and UIDL: for one message, or for all.
func (s *popSession) scan(args []string, tell func(*mail) string) {
	switch len(args) {
	case 0:
		lines := []string{"+OK"}
		for i, m := range s.mails {
			if !s.deleted[m.uid] {
				lines = append(lines, fmt.Sprintf("%d %s", i+1, tell(m)))
			}
		}
		s.send(append(lines, ".")...)
	case 1:
		if m := s.mail(args[0]); m != nil {
			s.send("+OK " + args[0] + " " + tell(m))
		}
	default:
		s.send("-ERR Too many words.")
	}
}

func (s *popSession) retr(args []string) {
	if len(args) != 1 {
		s.send("-ERR Which message?")
		return
	}
	if m := s.mail(args[0]); m != nil {
		s.send(fmt.Sprintf("+OK %d octets", len(m.raw)), stuffed(m.raw)+".")
	}
}

func (s *popSession) top(args []string) {
	if len(args) != 2 || !isNumber(args[1]) {
		s.send("-ERR Which message, and how many lines?")
		return
	}
	m := s.mail(args[0])
	if m == nil {
		return
	}
	count, err := strconv.Atoi(args[1])
	if err != nil {
		s.send("-ERR That is no number of lines.")
		return
	}
	head, body := splitMail(m.raw)
	lines := strings.SplitAfter(body, "\r\n")
	s.send("+OK", stuffed(head+strings.Join(lines[:min(count, len(lines))], ""))+".")
}

func (s *popSession) dele(args []string) {
	if len(args) != 1 {
		s.send("-ERR Which message?")
		return
	}
	if m := s.mail(args[0]); m != nil {
		s.deleted[m.uid] = true
		s.send("+OK Deleted.")
	}
}

// stuffed doubles the dot at the beginning of lines (RFC 1939 section 3). The
// result ends in CRLF.
func stuffed(raw string) string {
	if !strings.HasSuffix(raw, "\r\n") {
		raw += "\r\n"
	}
	if strings.HasPrefix(raw, ".") {
		raw = "." + raw
	}
	return strings.ReplaceAll(raw, "\r\n.", "\r\n..")
}
