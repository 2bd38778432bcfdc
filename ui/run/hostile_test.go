package run

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/report"
	"mailknock/mail/wire"
)

// echoServer is an SMTP server that takes a message, or not, and says the
// token wherever it may say something.
func echoServer(t *testing.T, takes bool) wire.Server {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		in, token := bufio.NewScanner(c), ""
		say := func(format string, args ...any) { fmt.Fprintf(c, format+"\r\n", args...) }
		say("220 mx.test")
		for in.Scan() {
			switch verb, rest, _ := strings.Cut(in.Text(), " "); verb {
			case "EHLO":
				say("250-mx.test\r\n250-AUTH XOAUTH2\r\n250 SIZE")
			case "AUTH":
				_, encoded, _ := strings.Cut(rest, " ")
				raw, _ := base64.StdEncoding.DecodeString(encoded)
				_, token, _ = strings.Cut(string(raw), "Bearer ")
				token = strings.TrimRight(token, "\x01")
				if !takes {
					say("535-5.7.8 %s\r\n535 5.7.8 %s", token[:12], token[12:])
					continue
				}
				say("235 2.7.0 hello %s", token)
			case "DATA":
				say("354 go on")
				for in.Scan() && in.Text() != "." {
				}
				say("250 2.0.0 Ok: queued as %s", token)
			case "QUIT":
				say("221 bye")
				return
			default:
				say("250 2.1.0 fine")
			}
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wait.Wait()
	})
	return wire.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: wire.Plain}
}

// TestEchoedToken looks for the token in all that an outcome tells.
func TestEchoedToken(t *testing.T) {
	const given = "Tk7sTqBnRcD2aKf8yLhUeJgHtZk3Qx9v"
	for _, takes := range []bool{true, false} {
		s := open(t, t.TempDir())
		a := s.NewAccount("custom")
		a.User, a.Protocols = "anna@example.test", []wire.Protocol{wire.SMTP}
		a.Servers = map[wire.Protocol]wire.Server{wire.SMTP: echoServer(t, takes)}
		o, transcript := s.Run(t.Context(), Request{Account: a, Token: wire.NewSecret(given), Message: TestMessage(a)}, nil)
		if o.OK() != takes {
			t.Fatal(o.Checks[0].Err)
		}
		var refused *wire.Refusal
		if !takes && (!errors.As(o.Checks[0].Err, &refused) || refused.Code != "5.7.8") {
			t.Errorf("%+v", o.Checks[0].Err)
		}
		var doc strings.Builder
		if err := report.JSON(&doc, o, transcript); err != nil {
			t.Fatal(err)
		}
		all := doc.String() + report.Text(o, transcript) + fmt.Sprintf("%+v %#v %+v %#v", o, o, o.Checks[0], o.Checks[0].Err)
		for i := range len(given) - 8 {
			if strings.Contains(all, given[i:i+9]) {
				t.Fatalf("%q stands in %s", given[i:i+9], all)
			}
		}
	}
}

// TestHostileClaims gives a token whose claims would move a terminal's cursor.
func TestHostileClaims(t *testing.T) {
	enc := base64.RawURLEncoding.EncodeToString
	claims, err := json.Marshal(map[string]any{"aud": "a\x1b[2J\u202eb", "upn": "c\u009bd", "roles": []string{"e\x07"}, "iss": "f\x00"})
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, t.TempDir())
	a := s.NewAccount("custom")
	a.User, a.Protocols = "anna@example.test", []wire.Protocol{wire.SMTP}
	a.Servers = map[wire.Protocol]wire.Server{wire.SMTP: {Host: "127.0.0.1", Port: 1, Security: wire.Plain}}
	token := enc([]byte(`{"alg":"none"}`)) + "." + enc(claims) + ".x"
	o, transcript := s.Run(t.Context(), Request{Account: a, Token: wire.NewSecret(token), NoChecks: true}, nil)
	info := o.SignIn.Token
	if o.SignIn.Method != mail.GivenToken || len(info.Audience) != 1 {
		t.Fatalf("%+v", info)
	}
	for _, text := range []string{info.Audience[0], info.User, info.Roles[0], info.Issuer, info.Summary()} {
		if text != wire.Visible([]byte(text)) {
			t.Errorf("%q", text)
		}
	}
	s.signedInAs(&job{account: a, transcript: transcript, oauth: transcript.Recorder(wire.OAuth)}, &auth.Token{Access: wire.NewSecret(token)})
	if as := s.SignInState(a).As; !strings.HasPrefix(as, "c<U+009B>") {
		t.Errorf("signed in as %q", as)
	}
	s.signedInAs(&job{account: a, transcript: transcript, oauth: transcript.Recorder(wire.OAuth)}, &auth.Token{Identity: auth.Identity{Email: token + "@x"}})
	if state := s.SignInState(a); strings.Contains(state.As+state.Mismatch, token[5:14]) {
		t.Errorf("%+v", state)
	}
}
