package pop3

import (
	"bufio"
	"context"
	"fmt"
	"mime"
	"net/textproto"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
)

// top reads the header of a message and gives its subject, decoded and cut.
func (c *Conversation) top(ctx context.Context, number int) (subject string, err error) {
	command := fmt.Sprintf("TOP %d 0", number)
	if _, err := c.command(ctx, command); err != nil {
		return "", err
	}
	lines, err := c.lines(ctx, command)
	if err != nil {
		return "", err
	}
	return subjectOf(lines), nil
}

// subjectOf reads a message's header as far as it makes sense.
func subjectOf(lines []string) string {
	text := strings.Join(lines, "\r\n") + "\r\n\r\n"
	header, _ := textproto.NewReader(bufio.NewReader(strings.NewReader(text))).ReadMIMEHeader()
	raw := header.Get("Subject")
	words := mime.WordDecoder{CharsetReader: charset.Reader}
	subject, err := words.DecodeHeader(raw)
	if err != nil {
		subject = raw
	}
	const limit = 100
	if utf8.RuneCountInString(subject) > limit {
		subject = string([]rune(subject)[:limit]) + "…"
	}
	return subject
}
