package e2e

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// talk is a mail client of a few lines that shares nothing with the program: it
// shows that a server is as the tests expect it.
type talk struct {
	t        testing.TB
	conn     net.Conn
	in       *bufio.Reader
	protocol string
}

// dial connects with TLS at once (security "tls") or after the server agreed
// ("starttls"), and reads the greeting.
func dial(t testing.TB, ca *authority, protocol, security string, port int) *talk {
	t.Helper()
	conn, err := net.Dial("tcp", loopback(port))
	fatal(t, err)
	t.Cleanup(func() { conn.Close() })
	fatal(t, conn.SetDeadline(time.Now().Add(readyWithin)))
	k := &talk{t: t, conn: conn, in: bufio.NewReader(conn), protocol: protocol}
	if security == "tls" {
		k.secure(ca)
	}
	k.reply("")
	if security == "starttls" {
		switch protocol {
		case "imap":
			k.say("s STARTTLS")
			k.reply("s")
		case "pop3":
			k.say("STLS")
			k.reply("")
		case "smtp":
			k.say("EHLO localhost")
			k.reply("")
			k.say("STARTTLS")
			k.reply("")
		}
		k.secure(ca)
	}
	if protocol == "smtp" {
		k.say("EHLO localhost")
		k.reply("")
	}
	return k
}

func (k *talk) secure(ca *authority) {
	k.t.Helper()
	c := tls.Client(k.conn, &tls.Config{RootCAs: ca.Roots, ServerName: "127.0.0.1"})
	fatal(k.t, c.Handshake())
	k.conn, k.in = c, bufio.NewReader(c)
}

func (k *talk) say(line string) {
	k.t.Helper()
	_, err := k.conn.Write([]byte(line + "\r\n"))
	fatal(k.t, err)
}

// reply reads up to the line that ends a reply, or that asks for more, and gives
// that line.
func (k *talk) reply(tag string) string {
	k.t.Helper()
	for {
		line, err := k.in.ReadString('\n')
		if err != nil {
			return "closed: " + err.Error()
		}
		line = strings.TrimRight(line, "\r\n")
		switch k.protocol {
		case "imap":
			if strings.HasPrefix(line, "+") || tag == "" || strings.HasPrefix(line, tag+" ") {
				return line
			}
		case "smtp":
			if len(line) < 4 || line[3] != '-' {
				return line
			}
		default:
			return line
		}
	}
}

// command sends one command and gives the end of the reply.
func (k *talk) command(line string) string {
	k.t.Helper()
	if k.protocol == "imap" {
		k.say("c " + line)
		return k.reply("c")
	}
	k.say(line)
	return k.reply("")
}

// authenticate sends the mechanism, then the response on a line of its own, and
// answers an error challenge. It gives the decoded challenge and the last reply.
func (k *talk) authenticate(mechanism, user, token string, port int) (challenge, final string) {
	k.t.Helper()
	raw, after := fmt.Sprintf("user=%s\x01auth=Bearer %s\x01\x01", user, token), ""
	if mechanism == "OAUTHBEARER" {
		raw = fmt.Sprintf("n,a=%s,\x01host=127.0.0.1\x01port=%d\x01auth=Bearer %s\x01\x01", user, port, token)
		after = "AQ=="
	}
	verb := "AUTH "
	if k.protocol == "imap" {
		verb = "AUTHENTICATE "
	}
	answer := k.command(verb + mechanism)
	if !more(answer) {
		return "", answer
	}
	k.say(base64.StdEncoding.EncodeToString([]byte(raw)))
	answer = k.reply("c")
	if more(answer) {
		_, encoded, _ := strings.Cut(answer, " ")
		decoded, err := base64.StdEncoding.DecodeString(encoded)
		fatal(k.t, err)
		challenge = string(decoded)
		k.say(after)
		answer = k.reply("c")
	}
	return challenge, answer
}

func more(line string) bool {
	return strings.HasPrefix(line, "+ ") || line == "+" || strings.HasPrefix(line, "334")
}

// good tells whether a server's last word to a sign-in is yes.
func good(line string) bool {
	return strings.HasPrefix(line, "c OK") || strings.HasPrefix(line, "+OK") || strings.HasPrefix(line, "235")
}
