package imap

import (
	"bufio"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mailknock/mail/wire"
)

// FuzzConversation plays any lines as the server. "$" at the start of a line
// becomes the tag of the next command. Whatever comes, the check ends, nothing
// panics, and no goroutine stays (synctest sees to that).
func FuzzConversation(f *testing.F) {
	files, _ := filepath.Glob("testdata/dialogues/*.txt")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var server strings.Builder
		for line := range strings.Lines(string(text)) {
			if line, ok := strings.CutPrefix(line, "S: "); ok {
				if strings.HasPrefix(line, "$") {
					_, line, _ = strings.Cut(line, " ")
					line = "$ " + line
				}
				server.WriteString(line)
			}
		}
		f.Add(server.String())
	}
	f.Add("* OK x\n* CAPABILITY AUTH=XOAUTH2\n$ OK x\n+ \n+ eyJ9\n$ OK x\n* LIST () NIL {3}\nabc\n$ OK\n* STATUS INBOX (UNSEEN 1)\n$ OK\n* 1 EXISTS\n$ OK\n* 1 FETCH (ENVELOPE (NIL {1}\na NIL NIL NIL NIL NIL NIL NIL NIL))\n$ OK\n")
	f.Fuzz(func(t *testing.T, script string) {
		if len(script) > 1<<16 {
			return
		}
		synctest.Test(t, func(t *testing.T) { fuzzOnce(t, script) })
	})
}

func fuzzOnce(t *testing.T, script string) {
	client, server := net.Pipe()
	tags := make(chan string, 100)
	go func() {
		defer close(tags)
		in := bufio.NewReader(server)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			tag, _, _ := strings.Cut(line, " ")
			select {
			case tags <- tag:
			default:
			}
		}
	}()
	go func() {
		defer func() { _ = server.Close() }()
		for line := range strings.Lines(script) {
			line = strings.TrimSuffix(line, "\n")
			if rest, ok := strings.CutPrefix(line, "$"); ok {
				select {
				case tag := <-tags:
					line = tag + rest
				case <-time.After(time.Millisecond):
				}
			}
			if _, err := server.Write([]byte(line + "\r\n")); err != nil {
				return
			}
		}
	}()
	r := &run{t: t, transcript: wire.NewTranscript(nil)}
	r.conn = wire.NewConn(client, r.transcript.Recorder(wire.IMAP))
	if err := r.conn.AllowPlain(); err != nil {
		t.Fatal(err)
	}
	c := New(r.conn, Options{})
	_, err := r.check(t.Context(), c, false, "")
	if err == nil && c.Mechanism() == "" {
		t.Error("a good check without a sign-in")
	}
	if strings.Contains(r.text(), "SECRET") {
		t.Errorf("the transcript holds the token:\n%s", r.text())
	}
	_ = r.conn.Close()
	synctest.Wait()
}

func FuzzParse(f *testing.F) {
	for _, line := range []string{"* OK [ALERT] x", "a1 NO [X", "+", "+ eA==", "* 4 EXISTS", "* LIST () {3}", "*", "* 1", "a{3}", `* X (((("))))" {3+}`} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r, ok := parse(line)
		if ok && r.kind == tagged && r.tag == "" {
			t.Errorf("%q has an empty tag", line)
		}
		code, text := r.code()
		if len(code)+len(text) > len(line) {
			t.Errorf("%q grew", line)
		}
		if size, ok := literalSize([]byte(line)); ok && size < 0 {
			t.Errorf("%q announces %d bytes", line, size)
		}
		if raw := []byte(line + "\r\n"); wellFormed(raw) && wellFormed(append([]byte("("), raw...)) {
			t.Errorf("%q is well-formed with a parenthesis more", line)
		}
	})
}
