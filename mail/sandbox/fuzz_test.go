package sandbox

import (
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"mailknock/mail/wire"
)

// tape is a connection on which a client has said everything already.
type tape struct {
	io.Reader
	said strings.Builder
}

func (t *tape) Write(p []byte) (int, error)      { return t.said.Write(p) }
func (t *tape) Close() error                     { return nil }
func (t *tape) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (t *tape) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (t *tape) SetDeadline(time.Time) error      { return nil }
func (t *tape) SetReadDeadline(time.Time) error  { return nil }
func (t *tape) SetWriteDeadline(time.Time) error { return nil }

// talk plays a client's words to a server, to somebody who is signed in.
func talk(box *Sandbox, p wire.Protocol, words string) string {
	conn := &tape{Reader: iotest.OneByteReader(strings.NewReader(words))}
	s := newSession(box, &service{protocol: p, security: wire.Plain}, conn)
	s.person = anna
	s.run()
	return conn.said.String()
}

func FuzzIMAP(f *testing.F) {
	for _, words := range []string{
		"a CAPABILITY\r\nb EXAMINE INBOX\r\nc FETCH 1:* (UID FLAGS ENVELOPE BODY.PEEK[HEADER.FIELDS (Subject)]<0.5>)\r\nd LOGOUT\r\n",
		"a SELECT {5}\r\nINBOX\r\nb UID FETCH 1,3:*,2 FULL\r\n", "a LIST \"\" \"*%*\"\r\n", "a STATUS \"in\\\"box\" (MESSAGES)\r\n", "a ID (\"a\" NIL)\r\n",
		"a AUTHENTICATE XOAUTH2 dXNlcj0=\r\n", "x {3+}\r\nabc {2}\r\nde\r\n", "a\n", "\r\n",
	} {
		f.Add(words)
	}
	box, err := Start(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { box.Close() })
	f.Fuzz(func(t *testing.T, words string) {
		if said := talk(box, wire.IMAP, words); !strings.HasSuffix(said, "\r\n") {
			t.Errorf("%q", said)
		}
		p := &imapParser{rest: words}
		for len(p.rest) > 0 && !p.failed {
			before := len(p.rest)
			p.astring()
			p.list(func() { p.pattern() })
			if len(p.rest) == before && !p.failed {
				t.Fatal("the parser stands still")
			}
		}
	})
}

func FuzzLines(f *testing.F) {
	for _, words := range []string{
		"CAPA\r\nSTAT\r\nLIST 1\r\nUIDL\r\nTOP 1 5\r\nRETR 2\r\nDELE 1\r\nQUIT\r\n", "AUTH XOAUTH2 =\r\nUSER x\r\nPASS y\r\n", "TOP 1 99999999999\r\n",
		"EHLO x\r\nMAIL FROM:<anna@sandbox.test> SIZE=1\r\nRCPT TO:<bob@sandbox.test>\r\nDATA\r\na\r\n..\r\n.\r\nQUIT\r\n",
		"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<@>\r\nRSET\r\nDATA\r\na\n.\r\n\r\n.\r\n", "AUTH OAUTHBEARER\r\nbixhPWEsAWF1dGg9QmVhcmVyIGEBAQ==\r\n",
	} {
		f.Add(words)
	}
	box, err := Start(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { box.Close() })
	f.Fuzz(func(t *testing.T, words string) {
		for _, p := range []wire.Protocol{wire.POP3, wire.SMTP} {
			said := talk(box, p, words)
			if !strings.HasSuffix(said, "\r\n") || strings.Contains(strings.ReplaceAll(said, "\r\n", ""), "\n") {
				t.Errorf("%s: %q", p, said)
			}
		}
	})
}

func FuzzSASL(f *testing.F) {
	f.Add("user=a\x01auth=Bearer t\x01\x01")
	f.Add("n,a=a=2Cb,\x01host=h\x01port=1\x01auth=Bearer t\x01\x01")
	f.Fuzz(func(t *testing.T, raw string) {
		for _, parse := range []func() (credentials, error){
			func() (credentials, error) { return parseXOAUTH2([]byte(raw)) },
			func() (credentials, error) { return parseOAUTHBEARER([]byte(raw), 1) },
		} {
			if c, err := parse(); err == nil && (c.user == "" || c.token == "" || strings.ContainsAny(c.user+c.token, "\r\n\x00\x01")) {
				t.Errorf("%q gives %+v", raw, c)
			}
		}
	})
}
