package smtp

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A script is a dialogue, a line each:
//
//	S: what the server sends         R: the same without a line end
//	C: what the client must send     T: the server starts TLS
//	X: the server closes             ?: an option: OAUTHBEARER, long, message
//	= step detail                    ! step error, how each step must end
//
// <token> stands for the credentials in base64. Consecutive lines of the
// server go out in one write.
type script struct {
	talk, want []string
	options    map[string]bool
}

func parseScript(text string) script {
	s := script{options: map[string]bool{}}
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '?':
			s.options[strings.TrimSpace(line[1:])] = true
		case line[0] == '=' || line[0] == '!':
			s.want = append(s.want, line)
		default:
			s.talk = append(s.talk, line)
		}
	}
	return s
}

// client is what the client is asked to do.
func (s script) client() Options {
	o := Options{From: "anna@example.org", To: "bernd@example.org", Name: "client.example.org"}
	if s.options["message"] {
		o.Message = letter()
	}
	return o
}

func letter() *Message {
	return &Message{
		From: "Anna Weiß <anna@example.org>", To: "bernd@example.org", Text: "Hello\n.\n..two\n",
		Date: time.Date(2024, 11, 29, 10, 57, 8, 0, time.FixedZone("", 3600)), ID: "abc@example.org",
	}
}

// serve plays the server's part and gives the first thing that was wrong. The
// connection is closed when it returns.
func (s script) serve(conn net.Conn, token string, cert tls.Certificate) string {
	defer func() { conn.Close() }()
	r := bufio.NewReader(conn)
	pending := ""
	for _, line := range s.talk {
		kind, text := line[:2], strings.TrimPrefix(line[2:], " ")
		if kind == "S:" || kind == "R:" {
			pending += text
			if kind == "S:" {
				pending += "\r\n"
			}
			continue
		}
		if _, err := io.WriteString(conn, pending); err != nil {
			return err.Error()
		}
		pending = ""
		switch kind {
		case "C:":
			got, err := r.ReadString('\n')
			if want := strings.ReplaceAll(text, "<token>", token) + "\r\n"; got != want {
				return "got " + got + "want " + want + " " + errText(err)
			}
		case "T:":
			t := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{cert}})
			if err := t.Handshake(); err != nil {
				return ""
			}
			conn, r = t, bufio.NewReader(t)
		case "X:":
			return ""
		}
	}
	_, _ = io.WriteString(conn, pending)
	if extra, _ := io.ReadAll(r); len(extra) > 0 {
		return "unexpected: " + string(extra)
	}
	return ""
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// anna signs in with a token of so many bytes.
func anna(size int) sasl.Credentials {
	const token = "ya29.a0AfH6SMBx-opaque"
	return sasl.Credentials{User: "anna@example.org", Token: wire.NewSecret(token + strings.Repeat("x", max(0, size-len(token)))), Host: "mail.example.org", Port: 465}
}

func encoded(t testing.TB, m sasl.Mechanism, c sasl.Credentials) string {
	t.Helper()
	raw, err := sasl.InitialResponse(m, c)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// certificate is one for example.com, and the pool that trusts it.
func certificate() (tls.Certificate, *x509.CertPool) {
	s := httptest.NewUnstartedServer(nil)
	s.StartTLS()
	defer s.Close()
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return s.TLS.Certificates[0], pool
}

// run plays a script against a client and gives how the steps ended.
func run(t *testing.T, s script) (steps []string, transcript *wire.Transcript, err error) {
	t.Helper()
	size := 0
	if s.options["long"] {
		size = 3000
	}
	cred, mechanism := anna(size), sasl.XOAUTH2
	if s.options["OAUTHBEARER"] {
		mechanism = sasl.OAUTHBEARER
	}
	cert, pool := certificate()
	client, server := pair(t)
	done := make(chan string, 1)
	go func() { done <- s.serve(server, encoded(t, mechanism, cred), cert) }()

	transcript = wire.NewTranscript(nil)
	conn := wire.NewConn(client, transcript.Recorder(wire.SMTP))
	starttls := s.options["starttls"] || strings.Contains(strings.Join(s.talk, "\n"), "\nC: STARTTLS")
	if !starttls {
		if err := conn.AllowPlain(); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	defer conn.Bind(ctx)()
	forced := sasl.Auto
	if s.options["OAUTHBEARER"] {
		forced = mechanism
	}
	steps, err = walk(ctx, New(conn, s.client()), cred, forced, starttls, func() error {
		_, err := conn.Handshake(ctx, &tls.Config{RootCAs: pool, ServerName: "example.com"})
		return err
	})
	conn.Close()
	if wrong := <-done; wrong != "" {
		t.Error("server: " + wrong)
	}
	return steps, transcript, err
}

// walk goes through the steps of a check, to the first error.
func walk(ctx context.Context, c *Conversation, cred sasl.Credentials, forced sasl.Mechanism, starttls bool, handshake func() error) (steps []string, err error) {
	type step struct {
		name string
		verb func(context.Context) (string, error)
	}
	all := []step{{"greeting", c.Greeting}, {"capabilities", c.Capabilities}}
	if starttls {
		all = append(all, step{"starttls", c.StartTLS},
			step{"tls", func(context.Context) (string, error) { return "", handshake() }},
			step{"capabilities", c.Capabilities})
	}
	all = append(all,
		step{"authenticate", func(ctx context.Context) (string, error) { return c.Authenticate(ctx, cred, forced) }},
		step{"send", c.Use}, step{"logout", c.Logout})
	for _, s := range all {
		detail, err := s.verb(ctx)
		if err != nil {
			return append(steps, strings.TrimSpace("! "+s.name+" "+err.Error())), err
		}
		steps = append(steps, strings.TrimSpace("= "+s.name+" "+detail))
	}
	return steps, nil
}

// pair gives both ends of a loopback connection.
func pair(t *testing.T) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, server
}
