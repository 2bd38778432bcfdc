package diagnose

import (
	"errors"
	"fmt"

	"mailknock/mail"
	"mailknock/mail/imap"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

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
	if other, begins := otherProtocol(e.Line, l.protocol); begins {
		l.tell("tls.wrong_mode", 0.92, "the port speaks "+other+": "+e.Line)
		return
	}
	l.tell("server.protocol_quirk", 0.9, words)
}
