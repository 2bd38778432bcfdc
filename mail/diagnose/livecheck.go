package diagnose

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/imap"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// checkFamilies are the rules for the words of a mail server after the
// sign-in.
var checkFamilies = []family{
	smtpReplies, responseCodes, mailboxWords, serverWords, tlsWords,
}

// signInWords are those for the words of a mail server at the sign-in itself.
var signInWords = []family{presented, scopeWords, passwordWords, mechanisms, validation}

// check tells why a check failed.
func check(o *mail.Outcome, r *mail.Result, f Facts) []mail.Cause {
	refusal, ok := refusalOf(r)
	if !ok {
		l := newLive(o, f, r.Protocol)
		l.server(r)
		l.checkError(r)
		l.tokenFacts(r, "")
		return l.causes(stepOf(r), reasonOf(r.Err), nil)
	}
	l := newLive(o, f, r.Protocol, refusalLines(r.Protocol, refusal)...)
	l.server(r)
	l.against["net.reset"] = "the server has answered"
	if refusal.Challenge != "" {
		l.decoded = append(l.decoded, text.Decoded{What: text.Challenge, Line: len(l.lines) - 1, Plain: refusal.Challenge})
	}
	// A token that was taken is not to blame.
	families := checkFamilies
	if stepOf(r) == string(wire.Authenticate) {
		families = slices.Concat(families, signInWords)
	}
	stated := l.stated(families)
	if stated == "" && !passed(r, wire.Authenticate) {
		families = slices.Concat(families, []family{genericRefusal})
	}
	l.tokenFacts(r, stated)
	l.otherDoors(r, stated)
	return l.causes(stepOf(r), refusal.Error(), families)
}

// refusalOf gives the words in which a server refused.
func refusalOf(r *mail.Result) (refusal *wire.Refusal, ok bool) {
	return refusal, errors.As(r.Err, &refusal)
}

// stated is the cause that the server's words alone name plainly, empty when
// they leave it open.
func (l *live) stated(families []family) string {
	if list := l.judge(families); len(list) > 0 && list[0].weight >= strong {
		return list[0].cause
	}
	return ""
}

// reached are the causes that a step which was passed speaks against.
var reached = map[wire.StepName][]string{
	wire.Resolve: {"net.dns"},
	wire.Connect: {"net.refused", "net.proxy"},
	wire.TLS: {
		"tls.wrong_mode", "tls.starttls_refused", "tls.untrusted_certificate", "tls.hostname_mismatch",
		"tls.certificate_expired", "tls.version_unsupported",
	},
	wire.Authenticate: {
		"server.mechanism_missing", "server.token_validation", "token.expired", "token.wrong_audience", "token.id_token_used", malformed, "token.not_sent",
	},
}

// passed tells whether a check got through a step.
func passed(r *mail.Result, name wire.StepName) bool {
	return slices.ContainsFunc(r.Steps, func(s wire.Step) bool { return s.Name == name && s.OK })
}

// ours are causes that this program rules out by what it does itself.
var ours = map[string]string{
	malformed:                     "Mailknock has built the string",
	"account.basic_auth_disabled": "Mailknock has sent a token and no password",
	"token.not_sent":              "Mailknock has sent the token",
	"oauth.refresh_token_expired": "there is an access token",
	"oauth.code_invalid":          "there is an access token",
}

// server fills in what is known of the server, and of the client.
func (l *live) server(r *mail.Result) {
	l.values["host"] = r.Server.Host
	l.values["connection"], l.values["ip"] = "no", ipVersion(r)
	if passed(r, wire.Connect) {
		l.values["connection"] = "yes"
	}
	maps.Copy(l.against, ours)
	for _, s := range r.Steps {
		for _, id := range reached[s.Name] {
			if s.OK {
				l.against[id] = "the step " + string(s.Name) + " passed"
			}
		}
	}
	if l.provider == "" || l.provider == "custom" {
		if p := hostProvider(r.Server.Host); p != "" {
			l.provider = p
		}
	}
	if l.provider == "google" || l.provider == "microsoft" {
		l.against["server.token_validation"] = "the server is not one of your own"
	}
}

// ipVersion is 4 or 6, empty where nobody knows.
func ipVersion(r *mail.Result) string {
	at := r.Remote
	if !at.IsValid() {
		at, _ = netip.ParseAddr(r.Server.Host)
	}
	switch {
	case at.Is6():
		return "6"
	case at.Is4():
		return "4"
	}
	return ""
}

// hostProvider knows the giants by the names of their servers.
func hostProvider(host string) string {
	host = "." + strings.ToLower(host)
	for suffix, p := range map[string]string{
		".gmail.com": "google", ".googlemail.com": "google", ".office365.com": "microsoft", ".outlook.com": "microsoft", ".live.com": "microsoft",
		".yahoo.com": "yahoo", ".yandex.com": "yandex", ".yandex.ru": "yandex", ".me.com": "icloud",
	} {
		if strings.HasSuffix(host, suffix) {
			return p
		}
	}
	return ""
}

// madeUpTag stands before an IMAP refusal, whose own tag is not kept: the rules
// for texts look for one. It is not shown.
const madeUpTag = "A1 "

// refusalLines writes a refusal as the server did.
func refusalLines(p wire.Protocol, r *wire.Refusal) []string {
	line := r.Error()
	if p == wire.IMAP && r.Status != "BYE" {
		line = madeUpTag + line
	} else if p == wire.IMAP {
		line = "* " + line
	}
	if r.Challenge != "" {
		return []string{line, r.Challenge}
	}
	return []string{line}
}

func stepOf(r *mail.Result) string {
	var step *wire.StepError
	if errors.As(r.Err, &step) {
		return string(step.Step)
	}
	return "check"
}

func reasonOf(err error) string {
	var step *wire.StepError
	if errors.As(err, &step) {
		err = step.Err
	}
	if err == nil {
		return ""
	}
	return err.Error()
}

// checkError adds what the type of an error says that is not a refusal.
func (l *live) checkError(r *mail.Result) {
	var (
		notOffered *sasl.NotOffered
		noTLS      *wire.NoStartTLS
		injection  *wire.InjectionError
		preauth    *imap.PreauthError
		timeout    *wire.TimeoutError
		closed     *wire.ClosedError
		broken     *wire.ProtocolError
		limit      *wire.LimitError
		stopped    *wire.StoppedError
	)
	err, words, step := r.Err, reasonOf(r.Err), stepOf(r)
	switch {
	case errors.As(err, &stopped):
	case errors.As(err, &notOffered):
		l.tell("server.mechanism_missing", 0.96, words)
	case errors.As(err, &injection), errors.Is(err, wire.ErrInjection):
		l.tell("tls.starttls_refused", 0.96, words)
	case errors.As(err, &noTLS):
		l.tell("tls.starttls_refused", 0.96, words)
	case errors.Is(err, wire.ErrSpeaksTLS):
		l.tell("tls.wrong_mode", 0.96, words)
	case errors.As(err, &preauth) && !preauth.Secure:
		l.tell("tls.starttls_refused", 0.95, words)
	case errors.As(err, &preauth):
		l.tell("server.protocol_quirk", 0.8, words)
	case errors.As(err, &timeout):
		l.slow(wire.StepName(step), words)
	case l.network(err, words):
	case errors.As(err, &closed):
		l.closed(closed, step, words)
	case errors.As(err, &broken):
		l.brokenProtocol(broken, words)
	case errors.As(err, &limit):
		l.tell("server.protocol_quirk", 0.85, words)
	case r.Server.Security == wire.Plain:
		l.tell("tls.wrong_mode", 0.85, words)
	}
}

func (l *live) slow(step wire.StepName, words string) {
	l.tell("net.timeout", 0.9, words)
	switch step {
	case wire.Greeting, wire.TLS:
		l.tell("tls.wrong_mode", 0.5, words)
	case wire.Authenticate:
		l.tell("server.unavailable", 0.5, words)
	}
}

func (l *live) closed(e *wire.ClosedError, step, words string) {
	switch {
	case len(e.Partial) > 0:
		l.tell("net.reset", 0.95, words)
	case step == string(wire.Authenticate) && l.token.Length >= 1000:
		l.tell("server.protocol_quirk", 0.88, fmt.Sprintf("%s, right after a token of %d bytes", words, l.token.Length))
		l.tell("net.reset", 0.5, words)
	case step == string(wire.Authenticate):
		l.tell("net.reset", 0.7, words)
		l.tell("server.protocol_quirk", 0.6, words)
	case step == string(wire.Greeting):
		l.tell("net.reset", 0.8, words)
		l.tell("tls.wrong_mode", 0.5, words)
		l.tell("server.throttled", 0.45, words)
	default:
		l.tell("net.reset", 0.9, words)
	}
}

func (l *live) brokenProtocol(e *wire.ProtocolError, words string) {
	other := ""
	for prefix, name := range map[string]string{"220": "SMTP", "+OK": "POP3", "* OK": "IMAP", "SSH-": "SSH", "HTTP/": "HTTP"} {
		if strings.HasPrefix(e.Line, prefix) {
			other = name
		}
	}
	if other != "" && !strings.EqualFold(other, string(l.protocol)) {
		l.tell("tls.wrong_mode", 0.92, "the port speaks "+other+": "+e.Line)
		return
	}
	l.tell("server.protocol_quirk", 0.9, words)
}
