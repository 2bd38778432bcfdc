package smtp

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"mailknock/mail/wire"
)

// maxBytes bounds one reply, beside wire.ReplyLines.
const maxBytes = wire.MaxLine

// reply is a reply of one or many lines (RFC 5321 section 4.2).
type reply struct {
	status int
	// lines are without the status and the space or hyphen after it.
	lines []string
}

// command sends a line without secrets and reads the reply, whatever it is.
// what names the command in errors.
func (c *Conversation) command(ctx context.Context, what, line string) (reply, error) {
	if err := c.send(ctx, what, line); err != nil {
		return reply{}, err
	}
	return c.read(ctx, what)
}

func (c *Conversation) send(ctx context.Context, what, line string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := c.conn.WriteLine(line); err != nil {
		return fmt.Errorf("could not send %s: %w", what, err)
	}
	return nil
}

// read blocks for one reply to what.
func (c *Conversation) read(ctx context.Context, what string) (reply, error) {
	var r reply
	size := 0
	for {
		line, more, err := c.readLine(ctx, what, &r)
		switch {
		case r.status >= 400 && wire.HungUp(err):
			// It hung up in the middle of saying why.
			return r, nil
		case err != nil:
			return reply{}, err
		}
		size += len(line)
		switch {
		case len(r.lines) == wire.ReplyLines:
			return reply{}, &wire.LimitError{What: "more than %d lines in the " + wire.AnswerTo(what), Limit: wire.ReplyLines}
		case size > maxBytes:
			return reply{}, &wire.LimitError{What: "more than %d bytes in the " + wire.AnswerTo(what), Limit: maxBytes}
		}
		r.lines = append(r.lines, line)
		if !more {
			return r, nil
		}
	}
}

// readLine reads one line of the reply r and sets its status.
func (c *Conversation) readLine(ctx context.Context, what string, r *reply) (text string, more bool, err error) {
	if ctx.Err() != nil {
		return "", false, context.Cause(ctx)
	}
	line, err := c.conn.ReadLine()
	if err != nil {
		return "", false, fmt.Errorf("no %s: %w", wire.AnswerTo(what), err)
	}
	status, text, more, ok := parseLine(string(line))
	if !ok {
		return "", false, &wire.ProtocolError{What: "the " + wire.AnswerTo(what) + " has no SMTP reply code", Line: wire.Shorten(string(line))}
	}
	if r.status != 0 && r.status != status {
		return "", false, &wire.ProtocolError{What: "the " + wire.AnswerTo(what) + " changes its reply code halfway", Line: wire.Shorten(string(line))}
	}
	r.status = status
	return text, more, nil
}

// parseLine takes "250-text", "250 text" or "250" apart.
func parseLine(line string) (status int, text string, more, ok bool) {
	if len(line) < 3 || line[0] < '2' || line[0] > '5' || line[1] < '0' || line[1] > '9' || line[2] < '0' || line[2] > '9' {
		return 0, "", false, false
	}
	status, _ = strconv.Atoi(line[:3])
	if len(line) == 3 {
		return status, "", false, true
	}
	return status, line[4:], line[3] == '-', line[3] == '-' || line[3] == ' '
}

// good tells whether the server did what it was asked.
func (r reply) good() bool { return r.status >= 200 && r.status < 300 }

// enhanced is RFC 3463 section 2.
var enhanced = regexp.MustCompile(`^[245]\.\d{1,3}\.\d{1,3}(?: |$)`)

// split gives the enhanced status code of the first line, and the text of all
// lines joined, without the code that is repeated on each.
func (r reply) split() (code, text string) {
	var parts []string
	for n, line := range r.lines {
		found := strings.TrimSuffix(enhanced.FindString(line), " ")
		if n == 0 {
			code = found
		}
		if found != "" && found == code {
			line = line[len(found):]
		}
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	return code, strings.Join(parts, " ")
}

// String is the whole reply on one line.
func (r reply) String() string {
	code, text := r.split()
	parts := []string{strconv.Itoa(r.status)}
	for _, s := range []string{code, text} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}

// words is the reply without its status.
func (r reply) words() string { return strings.TrimPrefix(r.String()[3:], " ") }

// refusal is the reply as the error that ends the step. A reply that is no
// refusal, but not the one that the command can have, is a *wire.ProtocolError.
func (r reply) refusal(what string) error {
	if r.status < 400 {
		return &wire.ProtocolError{What: "this is no answer to " + what, Line: wire.Shorten(r.String())}
	}
	code, text := r.split()
	return &wire.Refusal{Command: what, Status: strconv.Itoa(r.status), Code: code, Text: text}
}
