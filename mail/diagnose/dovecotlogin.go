package diagnose

import "regexp"

var noAttempts = regexp.MustCompile(`no auth attempts(?: in (\d+) secs)?`)

// silentLogin understands Dovecot's line on a client that never authenticated.
// One that waited for long waited for a greeting that it could not read: it
// spoke in clear to a port for TLS, or the reverse. One that went at once was a
// probe, or did not like the certificate.
func silentLogin(s *scene, found emit) {
	for i, l := range s.lines {
		m := noAttempts.FindStringSubmatch(l.Text)
		switch {
		case has(l.Words, "client didnt finish sasl auth"):
			s.refused(i, found)
		case m == nil:
		case len(m[1]) > 1 && m[1] >= "30" || len(m[1]) > 2:
			found("tls.wrong_mode", 0.74, i)
			found("net.timeout", 0.6, i)
			found("token.not_sent", 0.45, i)
		default:
			found("token.not_sent", 0.45, i)
		}
	}
}
