package pop3

import (
	"context"
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

// maxBytes bounds an answer of many lines, beside wire.ReplyLines.
const maxBytes = 1 << 20

// command sends a line without secrets and reads the first line of the
// answer. It gives the text after +OK; -ERR is a *wire.Refusal.
func (c *Conversation) command(ctx context.Context, line string) (string, error) {
	if err := c.send(ctx, line); err != nil {
		return "", err
	}
	return c.status(ctx, line)
}

func (c *Conversation) send(ctx context.Context, line string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := c.conn.WriteLine(line); err != nil {
		return fmt.Errorf("could not send %s: %w", line, err)
	}
	return nil
}

// readLine reads one line of the answer to what.
func (c *Conversation) readLine(ctx context.Context, what string) (string, error) {
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	line, err := c.conn.ReadLine()
	if err != nil {
		return "", fmt.Errorf("no %s: %w", wire.AnswerTo(what), err)
	}
	return string(line), nil
}

// status reads a status line: the text after +OK, or a *wire.Refusal.
func (c *Conversation) status(ctx context.Context, what string) (string, error) {
	line, err := c.readLine(ctx, what)
	if err != nil {
		return "", err
	}
	return parseStatus(line, what)
}

func parseStatus(line, what string) (string, error) {
	word, text, _ := strings.Cut(line, " ")
	switch strings.ToUpper(word) {
	case "+OK":
		return text, nil
	case "-ERR":
		return "", refusal(what, text)
	}
	return "", &wire.ProtocolError{What: "the " + wire.AnswerTo(what) + " begins with neither +OK nor -ERR", Line: wire.Shorten(line)}
}

// refusal takes the text after -ERR apart: a response code in brackets may
// stand in front (RFC 2449 section 8).
func refusal(what, text string) *wire.Refusal {
	r := &wire.Refusal{Command: what, Status: "-ERR", Text: text}
	if rest, ok := strings.CutPrefix(text, "["); ok {
		if code, after, ok := strings.Cut(rest, "]"); ok && isCode(code) {
			r.Code, r.Text = strings.ToUpper(code), strings.TrimLeft(after, " ")
		}
	}
	return r
}

func isCode(code string) bool {
	if code == "" || len(code) > 64 {
		return false
	}
	for _, b := range []byte(code) {
		letter := b|0x20 >= 'a' && b|0x20 <= 'z'
		if !letter && (b < '0' || b > '9') && b != '-' && b != '/' && b != '_' && b != '.' {
			return false
		}
	}
	return true
}

// lines reads the rest of an answer of many lines, to the line with a single
// dot, and takes the dot-stuffing away (RFC 1939 section 3).
func (c *Conversation) lines(ctx context.Context, what string) ([]string, error) {
	var lines []string
	size := 0
	for {
		line, err := c.readLine(ctx, what)
		if err != nil {
			return nil, err
		}
		if line == "." {
			return lines, nil
		}
		size += len(line)
		switch {
		case len(lines) == wire.ReplyLines:
			return nil, &wire.LimitError{What: "more than %d lines in the " + wire.AnswerTo(what), Limit: wire.ReplyLines}
		case size > maxBytes:
			return nil, &wire.LimitError{What: "more than %d bytes in the " + wire.AnswerTo(what), Limit: maxBytes}
		}
		lines = append(lines, strings.TrimPrefix(line, "."))
	}
}
