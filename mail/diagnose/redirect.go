package diagnose

import (
	"net/url"
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

var (
	loopback    = regexp.MustCompile(`(?i)\b(?:https?://)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?`)
	redirectURL = regexp.MustCompile(`(?i)\b(?:https?|urn|msal[0-9a-f-]*|com\.[a-z.]+):/{0,2}[^\s"'<>]*[?&#](?:error|code|state)=[^\s"'<>]*`)
	// loopbackRedirect is a redirect with a code, to this computer.
	loopbackRedirect = regexp.MustCompile(`(?i)\bhttps?://(?:localhost|127\.0\.0\.1|\[::1\])[:/]\S*[?&]code=`)
	listening        = regexp.MustCompile(`\[::1?\]:\d+.*LISTEN|LISTEN.*\[::1?\]:\d+`)
)

// redirects understands what goes wrong between the browser and the catcher.
func redirects(s *scene, found emit) {
	missing := "oauth.redirect_not_received"
	for i, l := range s.lines {
		w := l.Words
		if redirectURL.MatchString(l.Raw) {
			s.redirectQuery(i, l.Raw, found)
		}
		if loopback.MatchString(l.Text) || strings.Contains(w, " callback") {
			window := s.windows[i]
			if has(window, "refused|cant be reached|unable to connect|connection failed|err connection|not reach|blank|did not load|never loads|cannot connect|took too long to respond|site cant|not load|already in use|address in use|eaddrinuse") &&
				(s.protocol == wire.OAuth || has(window, "callback|redirect|code |browser|sign in|oauth")) && !s.mailPort(l.Text) {
				found(missing, 0.94, i)
				if near := s.near(i, "connection refused|refused", 3); near >= 0 {
					found(missing, 0.94, near)
				}
			}
		}
		if loopbackRedirect.MatchString(l.Raw) && s.unreached() >= 0 {
			found(missing, 0.94, i)
			found(missing, 0.94, s.unreached())
		}
		if listening.MatchString(l.Text) && s.protocol == wire.OAuth {
			found(missing, 0.7, i)
		}
	}
}

// unreached gives the line in which a browser says that nobody answered it, -1
// when there is none.
func (s *scene) unreached() int {
	return s.first("err connection refused|refused to connect|cant be reached|connection refused|unable to connect|cant connect to the server|cant establish a connection")
}

var mailPorts = regexp.MustCompile(`:(?:25|110|143|465|587|993|995|1143|1025)\b`)

func (s *scene) mailPort(t string) bool { return mailPorts.MatchString(t) }

// near gives a line within n lines that holds one of the terms.
func (s *scene) near(i int, terms string, n int) int {
	for k := max(0, i-n); k < len(s.lines) && k <= i+n; k++ {
		if has(s.lines[k].Words, terms) {
			return k
		}
	}
	return -1
}

// redirectQuery reads the error of a redirect URL (RFC 6749 section 4.1.2.1).
// Its words are read by the other rules too; here it is what only the query
// says.
func (s *scene) redirectQuery(i int, raw string, found emit) {
	u, err := url.Parse(redirectURL.FindString(raw))
	if err != nil {
		return
	}
	q := u.Query()
	if u.Fragment != "" && q.Get("error") == "" {
		q, _ = url.ParseQuery(u.Fragment)
	}
	switch {
	case q.Get("error_subcode") == "cancel":
		found("oauth.access_denied", 0.95, i)
	case q.Get("error") == "access_denied" && q.Get("error_description") == "":
		found("oauth.access_denied", 0.86, i)
	case q.Get("error") == "server_error" || q.Get("error") == "temporarily_unavailable":
		found("server.unavailable", 0.85, i)
	}
}
