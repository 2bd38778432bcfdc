package wiretest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
)

// A Script is a dialogue, a line each:
//
//	S: what the server sends         R: the same without a line end
//	C: what the client must send     T: the server starts TLS
//	X: the server closes             ?: an option, see Options
//	= step detail                    ! step error, how each step must end
//
// <token> stands for the credentials in base64. Consecutive lines of the
// server go out in one write.
type Script struct {
	Options    Options
	talk, want []string
}

// Parse reads a script. Empty lines and those that begin with # are left out.
func Parse(text string) Script {
	s := Script{Options: Options{}}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '?':
			s.Options[strings.TrimSpace(line[1:])] = true
		case line[0] == '=' || line[0] == '!':
			s.want = append(s.want, line)
		default:
			s.talk = append(s.talk, line)
		}
	}
	return s
}

// Said is all that the server sends in whole lines, for a tape.
func (s Script) Said() string {
	var said strings.Builder
	for _, line := range s.talk {
		if text, ok := strings.CutPrefix(line, "S:"); ok {
			said.WriteString(strings.TrimPrefix(text, " ") + "\r\n")
		}
	}
	return said.String()
}

// serve plays the server's part and gives the first thing that was wrong,
// empty when nothing was. The connection is closed when it returns.
func (s Script) serve(conn net.Conn, token string) string {
	defer func() { conn.Close() }()
	r := bufio.NewReader(conn)
	pending := ""
	for _, line := range s.talk {
		kind, text, _ := strings.Cut(line, ":")
		text = strings.TrimPrefix(text, " ")
		if kind == "S" || kind == "R" {
			pending += text
			if kind == "S" {
				pending += "\r\n"
			}
			continue
		}
		if _, err := io.WriteString(conn, pending); err != nil {
			return err.Error()
		}
		pending = ""
		switch kind {
		case "C":
			got, err := r.ReadString('\n')
			if want := strings.ReplaceAll(text, "<token>", token) + "\r\n"; got != want {
				return fmt.Sprintf("got %q and %v, want %q", got, err, want)
			}
		case "T":
			t := tls.Server(conn, ServerTLS())
			if err := t.Handshake(); err != nil {
				return ""
			}
			conn, r = t, bufio.NewReader(t)
		case "X":
			return ""
		default:
			return "not a line of a script: " + line
		}
	}
	_, _ = io.WriteString(conn, pending)
	if extra, _ := io.ReadAll(r); len(extra) > 0 {
		return "unexpected: " + string(extra)
	}
	return ""
}
