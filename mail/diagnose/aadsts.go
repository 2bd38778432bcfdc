package diagnose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mailknock/mail/diagnose/text"
)

var (
	aadstsNumber = regexp.MustCompile(`(?i)AADSTS\s?(\d{4,9})`)
	errorNumber  = regexp.MustCompile(`(?i)(?:error[_ ]codes?|fehlercode|code derreur|code d.erreur|código de error|código de erro|codice errore|error\?code|"?error_codes"?)["']?\s*[:=]?\s*\[?\s*["']?(?:AADSTS)?(\d{5,7})\b`)
	bodyMissing  = regexp.MustCompile(`(?i)(?:parameter|field)s?:?\s*["'‘’` + "`" + `]*([a-z_]+)`)
)

// aadstsNumbers finds Microsoft's numbers in a line.
func aadstsNumbers(line string) []int {
	var list []int
	for _, pattern := range []*regexp.Regexp{aadstsNumber, errorNumber} {
		for _, m := range pattern.FindAllStringSubmatch(line, 6) {
			if n, err := strconv.Atoi(m[1]); err == nil && !slices.Contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// microsoftNumbers understands AADSTS numbers.
func microsoftNumbers(s *scene, found emit) {
	for i, l := range s.lines {
		named := anyNumber(l.Words)
		if !named && !has(l.Words, "error code|fehlercode|code derreur|código de err|codice errore") {
			continue
		}
		numbers := aadstsNumbers(l.Text)
		for _, n := range numbers {
			if named || s.provider == "microsoft" || s.provider == "" {
				s.microsoftNumber(i, n, numbers, found)
			}
		}
		if len(numbers) > 0 {
			suberror(s.windows[i], i, found)
		}
	}
}

// suberrors are the words beside a number that say more than it does
// (https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes,
// https://datatracker.ietf.org/doc/html/rfc6749#section-5.2).
func suberror(w string, i int, found emit) {
	for _, e := range []struct{ words, cause string }{
		{"suberror client mismatch", "oauth.token_of_other_client"},
		{"suberror protection policy required", "oauth.conditional_access"},
		{"suberror consent required", "oauth.consent_required"},
		{"suberror user password expired", "oauth.password_grant_rejected"},
	} {
		if has(w, e.words) {
			found(e.cause, 0.94, i)
		}
	}
}

// microsoftNumber understands one number; others are those that stand beside it.
func (s *scene) microsoftNumber(i, n int, others []int, found emit) {
	if aadsts.silent(n) {
		return
	}
	w := 0.95
	if aadsts.vaguer(n, others) {
		w = 0.3
	}
	m, known := aadstsMeaning[n]
	if told := s.byWords(i, n); told.cause != "" {
		m, known = told, true
	}
	if !known {
		if !hasOAuthCode(s.windows[i]) {
			s.strange = true
			found(aadsts.family(n), 0.4, i)
		}
		return
	}
	if len(m.or) > 0 {
		w = min(w, 0.93)
	}
	found(m.cause, w, i)
	for k, rival := range m.or {
		found(rival, min(w, 0.6)-0.02*float64(k), i)
	}
}

// descriptions say what is wrong whatever the number before them: Microsoft
// gives one number to many faults, and many numbers to one.
var descriptions = []struct{ says, with, cause string }{
	{"code verifier|code challenge", "match|invalid", "oauth.pkce_failed"},
	{"cross origin token redemption", "", "oauth.app_misconfigured"},
	{"tls version 1.0|tls 1.0|3des cipher", "deprecated|not supported|no longer", "tls.version_unsupported"},
	{"unmanaged state|claim ownership", "", "oauth.admin_policy"},
	{"session is invalid|recent password change|password was changed|password has been changed", "", "oauth.refresh_token_expired"},
	{"sign in frequency", "", "oauth.refresh_token_expired"},
	{"different tenant|another tenant|other tenant", "grant|token|code|issued|obtained", "oauth.tenant_wrong"},
	{"application identifier|client identifier|client id", "expected to be a guid|must be a guid|not a valid guid", "oauth.client_unknown"},
}

// byWords are the numbers that many faults share: the words beside them, or the
// grant, say which it is.
func (s *scene) byWords(i, n int) meaning {
	w := s.windows[i]
	for _, d := range descriptions {
		if has(w, d.says) && (d.with == "" || has(w, d.with)) {
			return meaning{cause: d.cause}
		}
	}
	if has(w, "must contain the following") && bodyMissing.MatchString(s.lines[i].Text) {
		return meaning{cause: missingParameter(s.lines[i])}
	}
	code := meaning{"oauth.code_invalid", []string{"oauth.refresh_token_expired"}}
	refresh := meaning{"oauth.refresh_token_expired", []string{"oauth.code_invalid"}}
	switch n {
	case 70000, 70008:
		aboutCode := has(w, "authorization code|the code|auth code")
		switch {
		case has(w, "another client|different client|other client|not issued to|issued to another"):
			return meaning{cause: "oauth.token_of_other_client"}
		case has(w, "grant is expired|user interaction is required|must sign in again|must first sign in"):
			return meaning{"oauth.refresh_token_expired", []string{"oauth.consent_required", "oauth.scope_invalid"}}
		case has(w, "scope"):
			return meaning{"oauth.consent_required", []string{"oauth.scope_invalid", "oauth.refresh_token_expired"}}
		case has(w, "refresh token") && !aboutCode, s.grant == "refresh", n == 70008 && !aboutCode:
			return refresh
		}
		return code
	case 700016:
		if has(w, "directory microsoft accounts|directory microsoft services") {
			return meaning{"oauth.tenant_wrong", []string{"oauth.client_unknown"}}
		}
	case 65004:
		if has(w, "access denied|subcode cancel") {
			return meaning{"oauth.access_denied", []string{"oauth.consent_required"}}
		}
	case 90023:
		switch {
		case has(w, "secret|public client|assertion"):
			return meaning{cause: "oauth.client_secret_not_allowed"}
		case has(w, "permission"):
			return meaning{"oauth.app_misconfigured", []string{"oauth.scope_invalid", "oauth.consent_required"}}
		case has(w, "malformed|invalid"):
			return meaning{"oauth.code_invalid", []string{"oauth.app_misconfigured", "oauth.scope_invalid"}}
		}
	case 9002313:
		return meaning{"oauth.code_invalid", []string{"oauth.scope_invalid"}}
	case 900144, 90014:
		return meaning{cause: missingParameter(s.lines[i])}
	}
	return meaning{}
}

// missingParameter understands "the request body must contain the following
// parameter: 'x'".
func missingParameter(l text.Line) string {
	if m := bodyMissing.FindStringSubmatch(l.Text); m != nil {
		switch name := strings.ToLower(m[1]); {
		case strings.HasPrefix(name, "client_sec"), strings.HasPrefix(name, "client_ass"):
			return "oauth.client_secret_required"
		case name == "client_id":
			return "oauth.client_unknown"
		case strings.HasPrefix(name, "scope"), strings.HasPrefix(name, "resource"):
			return "oauth.scope_invalid"
		case strings.HasPrefix(name, "code_ver"), strings.HasPrefix(name, "code_cha"):
			return "oauth.pkce_failed"
		case name == "refresh_token":
			return "oauth.no_refresh_token"
		case strings.HasPrefix(name, "redirect"):
			return "oauth.redirect_uri_mismatch"
		case name == "grant_type", name == "response_type":
			return "oauth.flow_not_allowed"
		case name == "username", name == "password":
			return "oauth.password_grant_rejected"
		}
	}
	return "oauth.code_invalid"
}

func init() { telling.add(" aadsts") }
