package diagnose

import "regexp"

// emptyRefresh is a refresh token that a program shows, and that is none.
var emptyRefresh = regexp.MustCompile(`(?i)(?:^|[\s{,"'$])refresh_?token["']?\s*(?:=>|[:=])\s*(?:""|''|(?:null|none|nil|undefined)\b|\(null\)|[,}])|^refresh_?token\s+:\s*$`)

// emptyTokens finds a refresh token that is shown empty.
func emptyTokens(s *scene, found emit) {
	for i, l := range s.lines {
		if emptyRefresh.MatchString(l.Raw) {
			found("oauth.no_refresh_token", 0.86, i)
		}
	}
}
