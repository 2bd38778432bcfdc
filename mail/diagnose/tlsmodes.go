package diagnose

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

var (
	implicitPort = regexp.MustCompile(`\b(?:993|995|465)\b`)
	starttlsPort = regexp.MustCompile(`\b(?:587|143|110|25)\b`)
	// tlsRecord is the beginning of TLS where a line in clear was expected.
	tlsRecord    = regexp.MustCompile(`\\x1[56]\\+x03|\\u001[56]\\u0003|\\02[56]\\003|[\x15\x16]\x03`)
	implicitMode = alternatives("secure true|ssl true|implicit tls|implicit ssl|ssl tls|sslonconnect|ssl on connect|email secure true|use ssl|usessl true|smtp ssl|enable ssl|ssl on|tls on connect|smtps|wrapper|secure connection true|ssl enabled|imap4 ssl|smtp_ssl|requires ssl")
	explicitMode = alternatives("starttls|smtpsecure tls|smtp secure tls|encryption tls|plain tcp|secure false|ssl false|no ssl|without ssl|plain imap4|ignored by|usessl false|unencrypted|without tls|plaintext|start tls|plain socket|no tls|plain connection")
	brokenWords  = alternatives("eof|timeout|timed out|etimedout|reset|closed|greeting|handshake|ssl|tls|hang|never|unexpected|econnreset|wrong version|no response|disconnected|failed to connect|could not connect|unable to connect|cannot connect|couldnt connect|cant connect|connection failed")
)

// mailboxName is how PHP's imap_open and the c-client behind it write a server:
// /ssl is implicit TLS, /tls is STARTTLS
// (https://www.php.net/manual/en/function.imap-open.php).
var mailboxName = regexp.MustCompile(`\{[^{}\s:/]+:(\d+)((?:/[a-z0-9-]+)+)\}`)

// modeInName reads port and mode of such a name.
func modeInName(t string) (wrong bool) {
	m := mailboxName.FindStringSubmatch(t)
	if m == nil {
		return false
	}
	flags := m[2] + "/"
	ssl := strings.Contains(flags, "/ssl/")
	return implicitPort.MatchString(m[1]) && !ssl || starttlsPort.MatchString(m[1]) && ssl
}

// mostBinary is how many bytes of a line may be no text, for a TLS record in it
// to be one that a client quotes.
const mostBinary = 24

// binary tells of a line of a file that is no text.
func binary(raw string) bool {
	n := 0
	for _, c := range raw {
		if c < ' ' && c != '\t' || c == utf8.RuneError {
			n++
		}
	}
	return n > mostBinary
}

// modes compares the port with the way TLS was started on it.
func modes(s *scene, found emit) {
	if s.protocol == wire.OAuth {
		return
	}
	for i, l := range s.lines {
		if tlsRecord.MatchString(l.Raw) && !binary(l.Raw) {
			found("tls.wrong_mode", 0.94, i)
		}
		if modeInName(l.Raw) && s.fails() {
			found("tls.wrong_mode", 0.84, i)
			found("net.reset", 0.45, i)
		}
	}
	var all strings.Builder
	broken := -1
	for i, l := range s.lines {
		if broken < 0 && holds(l.Words, brokenWords) && l.Side != text.Client && !strings.Contains(l.Text, "250") {
			broken = i
		}
		if all.Len() < 1<<16 {
			all.WriteString(l.Words)
		}
	}
	w := all.String()
	if broken < 0 || s.signedIn() || has(w, "authentication unsuccessful|authenticate failed") {
		return
	}
	implicit, starttls := implicitPort.MatchString(w), starttlsPort.MatchString(w)
	switch {
	case implicit && !starttls && holds(w, explicitMode) && !has(w, "starttls off|starttls false|starttls no "):
		found("tls.wrong_mode", 0.9, broken)
	case starttls && !implicit && holds(w, implicitMode):
		found("tls.wrong_mode", 0.9, broken)
	}
}
