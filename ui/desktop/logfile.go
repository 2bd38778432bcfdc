package desktop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
)

// pasteLog takes what lies on the clipboard.
func (h *shell) pasteLog() {
	text := h.app.Clipboard().Content()
	if text == "" {
		h.explain.SetProblem("There is no text on the clipboard. Copy the log first.")
		return
	}
	h.explain.Take(text)
}

// openLog asks for a file with a log.
func (h *shell) openLog() {
	h.show(modal.Path(h.window.Canvas(), "Open a log", "A file with what a program said. It is read where it lies, and nothing of it is kept.",
		"~"+string(filepath.Separator), "Open", h.browseOpen, h.takeLog))
}

// takeLog looks into a file beside the window: a short one is shown, of a long
// one how much it is.
func (h *shell) takeLog(path string) {
	var source present.Source
	var short string
	var err error
	h.work(func(ctx context.Context) { source, short, err = measure(ctx, path) }, func() {
		switch {
		case err != nil:
			h.explain.SetProblem(err.Error())
		case short != "":
			h.explain.Take(short)
		default:
			h.explain.Hold(source)
		}
	})
}

var errEmpty = errors.New("the file is empty: open the one that your program writes its log to")

// shortFile is below what the page's entry shows.
const shortFile = 64 << 10

// measure counts a file's lines, and gives a short one's text.
func measure(ctx context.Context, path string) (s present.Source, short string, err error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return s, "", err
	case !info.Mode().IsRegular():
		return s, "", fmt.Errorf("%s is not a file with text", path)
	case info.Size() == 0:
		return s, "", errEmpty
	}
	f, err := os.Open(path)
	if err != nil {
		return s, "", err
	}
	defer f.Close()
	s = present.Source{Name: filepath.Base(path), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	r := &stoppable{ctx, f}
	if info.Size() <= shortFile {
		text, err := io.ReadAll(io.LimitReader(r, shortFile))
		return s, string(text), err
	}
	part, last := make([]byte, 256<<10), byte('\n')
	for {
		n, err := r.Read(part)
		s.Lines += bytes.Count(part[:n], []byte{'\n'})
		if n > 0 {
			last = part[n-1]
		}
		switch {
		case errors.Is(err, io.EOF):
			if last != '\n' {
				s.Lines++
			}
			return s, "", nil
		case err != nil:
			return s, "", err
		}
	}
}
