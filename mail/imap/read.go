package imap

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// The limits of what is read, beside those of the connection: it bounds lines
// and literals, and the bytes of a step.
const (
	// maxNesting bounds the lists in lists of what goes on to go-imap.
	maxNesting = 20
	// maxResponse bounds a response with its literals, in bytes.
	maxResponse  = 2 << 20
	maxResponses = 1000
	// maxMailboxResponses is for the work after the sign-in, where LIST gives
	// a response for every folder.
	maxMailboxResponses = 20_000
)

// read blocks for one response, literals included.
func (c *Conversation) read() (response, error) {
	if c.budget--; c.budget < 0 {
		return response{}, broken("the server does not stop sending", "")
	}
	line, err := c.conn.ReadLine()
	if err != nil {
		return response{}, err
	}
	r, ok := parse(string(line))
	if !ok {
		return r, broken("the server sent a line that is not IMAP", r.line)
	}
	if r.status() {
		r.raw = append(line, "\r\n"...)
		c.remark(r)
		return r, nil
	}
	r.raw, err = c.data(line)
	return r, err
}

// data reads on while a line ends with the announcement of a literal.
func (c *Conversation) data(line []byte) ([]byte, error) {
	var raw bytes.Buffer
	for {
		raw.Write(line)
		raw.WriteString("\r\n")
		size, ok := literalSize(line)
		if !ok {
			return raw.Bytes(), nil
		}
		if size > maxResponse-int64(raw.Len()) {
			return nil, broken(fmt.Sprintf("the server announced a response of more than %d bytes", maxResponse), string(line))
		}
		if err := c.conn.ReadLiteral(size, &raw); err != nil {
			return nil, err
		}
		var err error
		if line, err = c.conn.ReadLine(); err != nil {
			return nil, err
		}
	}
}

// literalSize reads the {42} or {42+} at the end of a line.
func literalSize(line []byte) (size int64, ok bool) {
	text, ok := strings.CutSuffix(string(line[max(0, len(line)-24):]), "}")
	open := strings.LastIndexByte(text, '{')
	if !ok || open < 0 {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimSuffix(text[open+1:], "+"), 10, 63)
	return int64(n), err == nil
}

// maxNotes bounds the remarks of a verb. The lines themselves stand in the
// transcript all the same.
const maxNotes = 10

// remark writes down what people should not miss in a status response.
func (c *Conversation) remark(r response) {
	_, text := r.code()
	if _, ok := r.hasCode("ALERT"); ok {
		c.note("server says: %s", text)
	}
	if to, ok := r.hasCode("REFERRAL"); ok {
		c.note("the server refers to %s, which is not followed", to)
	}
}

func (c *Conversation) note(format string, args ...any) {
	if c.notes++; c.notes <= maxNotes {
		c.conn.Recorder().Note(format, args...)
	}
}
