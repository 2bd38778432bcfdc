package terminal

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"mailknock/mail/report"
	"mailknock/mail/wire"
)

// printer shows the events of a run as they happen. Its event method is
// called by one goroutine at a time.
type printer struct {
	out  io.Writer
	log  *bufio.Writer
	file *os.File
	err  error
}

func (t *Terminal) printer(f *accountFlags) (*printer, error) {
	p := &printer{out: t.Out}
	if f.JSON {
		p.out = io.Discard
	}
	if f.Log == "" {
		return p, nil
	}
	file, err := os.OpenFile(f.Log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, usage("--log: %w", err)
	}
	p.file = file
	p.log = bufio.NewWriter(file)
	return p, nil
}

func (p *printer) event(e wire.Event) {
	if e.Kind != wire.Said {
		return
	}
	line := report.Line(e)
	fmt.Fprintln(p.out, line)
	if p.log != nil {
		if _, err := fmt.Fprintln(p.log, line); err != nil && p.err == nil {
			p.err = err
		}
	}
}

// close writes the log out; the error is the first one of the log.
func (p *printer) close() error {
	if p.file == nil {
		return nil
	}
	if err := p.log.Flush(); err != nil && p.err == nil {
		p.err = err
	}
	if err := p.file.Close(); err != nil && p.err == nil {
		p.err = err
	}
	return p.err
}
