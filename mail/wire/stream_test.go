package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
)

func TestStreamRecords(t *testing.T) {
	c := talk(t, func(c net.Conn) {
		b := make([]byte, 100)
		n, _ := c.Read(b)
		if string(b[:n]) == "a1 FETCH 1 BODY[]\r\n" {
			says("* 1 FETCH (FLAGS (\\Seen) BODY[] {13}\r\nline\r\n({(((\"\x1b UID 5)\r\na1 OK done\r\n")(c)
		}
	})
	s := c.Stream(Limits{})
	if _, err := io.WriteString(s, "a1 FETCH 1 BODY[]\r\n"); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(s)
	if err == nil || !errors.Is(err, io.EOF) {
		t.Errorf("%v", err)
	}
	if !bytes.HasSuffix(all, []byte("a1 OK done\r\n")) {
		t.Errorf("%q", all)
	}
	if got := strings.Join(lines(c, In), "|"); got != `* 1 FETCH (FLAGS (\Seen) BODY[] {13}|line|({((("<U+001B> UID 5)|a1 OK done` {
		t.Error(got)
	}
	if got := lines(c, Out); len(got) != 1 || got[0] != "a1 FETCH 1 BODY[]" {
		t.Errorf("%q", got)
	}
}

func TestStreamLimits(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		limits Limits
		says   string
	}{
		"a line":           {"* OK " + strings.Repeat("x", 100_000), Limits{}, "a line of more than 65536 bytes"},
		"a literal":        {"* 1 FETCH (BODY[] {1073741824}\r\n", Limits{}, "a literal of more than 1048576 bytes"},
		"a huge literal":   {"* X {99999999999999999999999999}\r\n", Limits{}, "a literal of more than"},
		"literal plus":     {"* X {1048577+}\r\n", Limits{}, "a literal of more than"},
		"literal8":         {"* X ~{1048577}\n", Limits{}, "a literal of more than"},
		"many literals":    {strings.Repeat("* X {0}\r\n\r\n", 3000), Limits{}, "more than 1000 literals"},
		"nesting":          {"* X " + strings.Repeat("(", 21), Limits{}, "nested more than 20 deep"},
		"lines":            {strings.Repeat("* X\r\n", 50), Limits{Lines: 40}, "more than 40 lines"},
		"bytes":            {strings.Repeat("* X\r\n", 50), Limits{Bytes: 100}, "more than 100 bytes"},
		"bytes in literal": {"* X {5000}\r\n" + strings.Repeat("x", 5000), Limits{Bytes: 2000}, "more than 2000 bytes"},
	} {
		for _, size := range []int{1, 4096} {
			conn := talk(t, says(c.text))
			s := conn.Stream(c.limits)
			var err error
			var got []byte
			for b := make([]byte, size); err == nil; {
				var n int
				n, err = s.Read(b)
				got = append(got, b[:n]...)
			}
			var limit *LimitError
			if !errors.As(err, &limit) || !strings.Contains(err.Error(), c.says) || !errors.As(conn.Err(), &limit) {
				t.Errorf("%s, %d: %v", name, size, err)
			}
			if bytes.HasSuffix(got, []byte("}\r\n")) {
				t.Errorf("%s, %d: the library got the literal's size", name, size)
			}
			if again, err2 := s.Read(make([]byte, 10)); again != 0 || !errors.Is(err2, err) {
				t.Errorf("%s: reads on after the end", name)
			}
		}
	}
}

func TestStreamNeverMistakes(t *testing.T) {
	for _, text := range []string{
		`* LIST () "/" "a (((((((((((((((((((((((((((((((("` + "\r\n",
		`* LIST () "/" "a \" (((((((((((((((((((((((((((((((("` + "\r\n",
		"* OK text with {999999999} inside\r\n",
		"* OK {999999999}x\r\n", "* OK {}\r\n", "* OK {12\r\n", "* X {3}\r\n(((\r\n",
		strings.Repeat("* X (\r\n", 50),
	} {
		all, err := io.ReadAll(talk(t, says(text)).Stream(Limits{}))
		if !errors.Is(err, io.EOF) || string(all) != text {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestLiteralIsShownInPart(t *testing.T) {
	body := strings.Repeat("a line of a message\r\n", 5000)
	for name, read := range map[string]func(*Conn) (int, error){
		"stream": func(c *Conn) (int, error) {
			all, err := io.ReadAll(c.Stream(Limits{}))
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return len(all) - len(")\r\n") - len("* X {105000}\r\n"), err
		},
		"ReadLiteral": func(c *Conn) (int, error) {
			if _, err := c.ReadLine(); err != nil {
				return 0, err
			}
			var b bytes.Buffer
			if err := c.ReadLiteral(int64(len(body)), &b); err != nil {
				return 0, err
			}
			rest, err := c.ReadLine()
			if string(rest) != ")" {
				err = fmt.Errorf("%q", rest)
			}
			return b.Len(), err
		},
	} {
		c := talk(t, says(fmt.Sprintf("* X {%d}\r\n%s)\r\n", len(body), body)))
		n, err := read(c)
		if n != len(body) || err != nil {
			t.Errorf("%s: %d bytes, %v", name, n, err)
		}
		if got := len(lines(c, In)); got > shownLiteralLines+5 {
			t.Errorf("%s: %d lines are recorded", name, got)
		}
		if notes := lines(c, Note); len(notes) != 1 || !strings.Contains(notes[0], "more bytes of the literal are not shown") {
			t.Errorf("%s: %q", name, notes)
		}
	}
}

func TestReadLiteralLimits(t *testing.T) {
	c := talk(t, endless(strings.Repeat("x", 4000)))
	var limit *LimitError
	for _, n := range []int64{-1, 1<<20 + 1} {
		if err := c.ReadLiteral(n, nil); !errors.As(err, &limit) {
			t.Errorf("%d: %v", n, err)
		}
	}
	if err := c.ReadLiteral(1<<20, nil); err != nil {
		t.Error(err)
	}
	c.SetLimits(Limits{Bytes: 1000})
	if err := c.ReadLiteral(5000, nil); !errors.As(err, &limit) {
		t.Error(err)
	}
	short := talk(t, says("abc"))
	var closed *ClosedError
	if err := short.ReadLiteral(5, nil); !errors.As(err, &closed) || string(closed.Partial) != "abc" {
		t.Error(err)
	}
}

func FuzzConn(f *testing.F) {
	f.Add([]byte("* OK hi\r\n* X {3}\r\nabc)\r\n"), uint8(0), uint8(3))
	f.Add([]byte("\x16\x03\x01"), uint8(1), uint8(1))
	f.Add([]byte("* (\"\\\"{5+}\r\n12345{9999999}\r\n"), uint8(2), uint8(7))
	f.Fuzz(func(t *testing.T, in []byte, mode, size uint8) {
		client, server := net.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = server.Write(in)
			_ = server.Close()
		}()
		c := NewConn(client, NewTranscript(nil).Recorder(IMAP))
		c.SetLimits(Limits{Bytes: 1 << 16, Lines: 100, Literal: 1000, Literals: 10, Nesting: 5})
		var err error
		switch mode % 3 {
		case 0:
			for err == nil {
				_, err = c.ReadLine()
			}
		case 1:
			s := c.Stream(Limits{Bytes: 1 << 16, Lines: 100, Literal: 1000, Literals: 10, Nesting: 5})
			for b := make([]byte, int(size)+1); err == nil; {
				_, err = s.Read(b)
			}
		case 2:
			for err == nil {
				err = c.ReadLiteral(int64(size)+1, io.Discard)
			}
		}
		var closed *ClosedError
		var limit *LimitError
		if !errors.As(err, &closed) && !errors.As(err, &limit) && !errors.Is(err, ErrSpeaksTLS) {
			t.Fatalf("%v (%T)", err, err)
		}
		_ = client.Close()
		<-done
	})
}
