package present

import (
	"fmt"
	"io"
	"strings"
)

// Source is a text to be explained.
type Source struct {
	// Name is that of the file; empty: it was pasted.
	Name  string
	Size  int64
	Lines int
	// Open gives the text, from its beginning. It may block.
	Open func() (io.ReadCloser, error)
}

// Pasted makes a source of a text.
func Pasted(text string) Source {
	lines := strings.Count(text, "\n")
	if !strings.HasSuffix(text, "\n") {
		lines++
	}
	return Source{
		Size: int64(len(text)), Lines: lines,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

// Words say how much it is: "2.3 MB, 31,000 lines".
func (s Source) Words() string {
	lines := group(s.Lines) + " lines"
	if s.Lines == 1 {
		lines = "1 line"
	}
	return Bytes(s.Size) + ", " + lines
}

// Bytes writes a size.
func Bytes(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 999_500:
		return fmt.Sprintf("%.0f KB", float64(n)/1e3)
	case n < 999_500_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
