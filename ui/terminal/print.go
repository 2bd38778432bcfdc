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
	file, err := openLog(f.Log)
	if err != nil {
		return nil, usage("--log: %w", err)
	}
	p.file = file
	p.log = bufio.NewWriter(file)
	return p, nil
}

// openLog opens the log anew. A link to a file is refused: somebody else may
// have laid it, to have another file of yours overwritten. /dev/stderr is a
// link, too, but to no file.
func openLog(name string) (*os.File, error) {
	link, err := os.Lstat(name)
	linked := err == nil && link.Mode()&os.ModeSymlink != 0
	flags := os.O_WRONLY
	if !linked {
		flags |= os.O_CREATE
	}
	file, err := os.OpenFile(name, flags, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() {
		// Looked at again: it may have become one meanwhile.
		if link, err = os.Lstat(name); err == nil && !os.SameFile(link, info) {
			err = fmt.Errorf("%s is a link to another file: name the file itself", name)
		}
		if err == nil {
			err = file.Truncate(0)
		}
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
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

// live shows an event of something that is not the command's result, beside
// it.
func (t *Terminal) live(e wire.Event) {
	if e.Kind == wire.Said {
		t.say("%s", report.Line(e))
	}
}
