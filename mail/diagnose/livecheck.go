package diagnose

import (
	"errors"
	"slices"

	"mailknock/mail"
	"mailknock/mail/diagnose/text"
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
	if r.Protocol == wire.POP3 && r.Mechanism == sasl.XOAUTH2 && l.token.Length > maxInline {
		l.against["server.protocol_quirk"] = "the token went on a line of its own, as Exchange wants it"
	}
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

// maxInline is more than the token that POP3's AUTH command has room for
// (RFC 5034 section 4: 255 bytes in all).
const maxInline = 200

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
