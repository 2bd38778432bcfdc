package diagnose

import (
	"regexp"
	"strconv"
	"strings"

	"mailknock/mail/diagnose/text"
)

// aadstsCauses is what Microsoft's numbers mean
// (https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes).
var aadstsCauses = map[int]string{
	50011: "oauth.redirect_uri_mismatch", 500113: "oauth.redirect_uri_mismatch", 900971: "oauth.redirect_uri_mismatch", 70004: "oauth.redirect_uri_mismatch", 500112: "oauth.redirect_uri_mismatch", 50112: "oauth.redirect_uri_mismatch",
	700016: "oauth.client_unknown", 70001: "oauth.client_unknown", 700038: "oauth.client_unknown", 7000229: "oauth.client_unknown", 90013: "oauth.client_unknown",
	7000215: "oauth.client_secret_wrong", 700027: "oauth.client_secret_wrong", 7000212: "oauth.client_secret_wrong", 50012: "oauth.client_secret_wrong",
	7000222: "oauth.client_secret_expired",
	7000218: "oauth.client_secret_required", 7000216: "oauth.client_secret_required",
	700025: "oauth.client_secret_not_allowed", 90023: "oauth.client_secret_not_allowed",
	9002327: "oauth.app_misconfigured", 9002326: "oauth.app_misconfigured", 65006: "oauth.app_misconfigured", 65005: "oauth.app_misconfigured", 650056: "oauth.app_misconfigured", 650057: "oauth.app_misconfigured",
	65001: "oauth.consent_required", 65004: "oauth.consent_required", 90094: "oauth.consent_required", 90095: "oauth.consent_required", 900941: "oauth.consent_required", 90093: "oauth.consent_required", 650054: "oauth.consent_required",
	50105: "oauth.admin_policy", 650051: "oauth.admin_policy", 650052: "oauth.admin_policy", 7000112: "oauth.admin_policy", 500014: "oauth.admin_policy", 500021: "oauth.admin_policy", 500022: "oauth.admin_policy", 500212: "oauth.admin_policy", 500213: "oauth.admin_policy", 50057: "oauth.admin_policy", 50177: "oauth.admin_policy",
	70011: "oauth.scope_invalid", 28000: "oauth.scope_invalid", 28002: "oauth.scope_invalid", 28003: "oauth.scope_invalid", 1002012: "oauth.scope_invalid", 650053: "oauth.scope_invalid", 500011: "oauth.scope_invalid", 50001: "oauth.scope_invalid", 90009: "oauth.scope_invalid", 901002: "oauth.scope_invalid", 70064: "oauth.scope_invalid", 90008: "oauth.scope_invalid", 900382: "oauth.scope_invalid",
	50194: "oauth.tenant_wrong", 50020: "oauth.tenant_wrong", 90002: "oauth.tenant_wrong", 900023: "oauth.tenant_wrong", 900021: "oauth.tenant_wrong", 700005: "oauth.tenant_wrong", 9002332: "oauth.tenant_wrong", 9002346: "oauth.tenant_wrong", 9002331: "oauth.tenant_wrong", 50059: "oauth.tenant_wrong", 50128: "oauth.tenant_wrong", 51004: "oauth.tenant_wrong", 500200: "oauth.tenant_wrong", 500202: "oauth.tenant_wrong", 500207: "oauth.tenant_wrong", 500208: "oauth.tenant_wrong", 90072: "oauth.tenant_wrong", 50049: "oauth.tenant_wrong", 90051: "oauth.tenant_wrong", 90015: "oauth.tenant_wrong", 9001023: "oauth.tenant_wrong", 90130: "oauth.tenant_wrong",
	70008: "oauth.refresh_token_expired", 70043: "oauth.refresh_token_expired", 700081: "oauth.refresh_token_expired", 700082: "oauth.refresh_token_expired", 700084: "oauth.refresh_token_expired", 50173: "oauth.refresh_token_expired", 50132: "oauth.refresh_token_expired", 50133: "oauth.refresh_token_expired", 50089: "oauth.refresh_token_expired", 54006: "oauth.refresh_token_expired", 50070: "oauth.refresh_token_expired", 50071: "oauth.refresh_token_expired", 501461: "oauth.refresh_token_expired",
	54005: "oauth.code_invalid", 9002313: "oauth.code_invalid", 700083: "oauth.code_invalid", 700070: "oauth.code_invalid",
	70020: "oauth.device_code_expired", 70019: "oauth.device_code_expired", 70018: "oauth.device_code_expired",
	501481: "oauth.pkce_failed", 50147: "oauth.pkce_failed", 50148: "oauth.pkce_failed", 50149: "oauth.pkce_failed", 501491: "oauth.pkce_failed", 9002325: "oauth.pkce_failed",
	50072: "oauth.mfa_required", 50074: "oauth.mfa_required", 50076: "oauth.mfa_required", 50079: "oauth.mfa_required", 50158: "oauth.mfa_required", 50078: "oauth.mfa_required", 50203: "oauth.mfa_required", 500121: "oauth.mfa_required", 50085: "oauth.mfa_required", 50088: "oauth.mfa_required", 50187: "oauth.mfa_required", 50125: "oauth.mfa_required",
	50097: "oauth.conditional_access", 53000: "oauth.conditional_access", 53001: "oauth.conditional_access", 53002: "oauth.conditional_access", 53003: "oauth.conditional_access", 53004: "oauth.conditional_access", 530003: "oauth.conditional_access", 50005: "oauth.conditional_access", 50007: "oauth.conditional_access", 50129: "oauth.conditional_access", 50131: "oauth.conditional_access", 900561: "oauth.conditional_access", 501314: "oauth.conditional_access",
	70002: "oauth.flow_not_allowed", 7000014: "oauth.flow_not_allowed", 700054: "oauth.flow_not_allowed", 700051: "oauth.flow_not_allowed", 70003: "oauth.flow_not_allowed", 70005: "oauth.flow_not_allowed", 50208: "oauth.flow_not_allowed",
	700024: "oauth.clock_skew", 500133: "oauth.clock_skew",
	50126: "oauth.password_grant_rejected", 50034: "oauth.password_grant_rejected", 50056: "oauth.password_grant_rejected", 50053: "oauth.password_grant_rejected", 50055: "oauth.password_grant_rejected", 50144: "oauth.password_grant_rejected", 50064: "oauth.password_grant_rejected",
	50196: "server.throttled", 90025: "server.throttled", 90055: "server.throttled", 900384: "server.throttled",
	90033: "server.unavailable", 90036: "server.unavailable", 90006: "server.unavailable", 90024: "server.unavailable", 50000: "server.unavailable", 90020: "server.unavailable",
}

// aadstsRivals is what else may be meant.
var aadstsRivals = map[int][]string{
	700016: {"oauth.tenant_wrong"}, 7000229: {"oauth.consent_required", "oauth.tenant_wrong"}, 70001: {"oauth.tenant_wrong"},
	7000218: {"oauth.flow_not_allowed", "oauth.app_misconfigured"}, 90094: {"oauth.admin_policy"}, 65001: {"oauth.admin_policy"}, 65006: {"oauth.scope_invalid", "oauth.consent_required"},
	650057: {"oauth.scope_invalid"}, 500011: {"oauth.tenant_wrong"}, 50105: {"oauth.consent_required"}, 53003: {"oauth.admin_policy"},
	50078: {"oauth.refresh_token_expired"}, 50079: {"oauth.conditional_access"}, 50076: {"oauth.conditional_access"}, 50158: {"oauth.conditional_access"},
	900561: {"oauth.admin_policy", "oauth.redirect_not_received"}, 70008: {"oauth.code_invalid"}, 70000: {"oauth.refresh_token_expired"},
	70002: {"oauth.client_secret_wrong", "oauth.app_misconfigured"}, 9002313: {"oauth.scope_invalid"}, 50059: {"oauth.client_unknown"}, 50126: {"account.basic_auth_disabled"},
	70020: {"oauth.code_invalid"}, 50020: {"oauth.consent_required"}, 7000215: {"oauth.client_secret_expired"}, 9002327: {"oauth.flow_not_allowed"},
	7000112: {"oauth.client_unknown", "oauth.consent_required"}, 650052: {"oauth.app_misconfigured", "oauth.tenant_wrong"}, 650051: {"oauth.consent_required", "oauth.app_misconfigured"}, 500014: {"oauth.app_misconfigured"}, 50057: {"account.login_blocked"}, 700082: {"oauth.conditional_access"}, 50173: {"oauth.mfa_required"}, 50001: {"oauth.tenant_wrong"},
}

// aadstsPlain are numbers that admit nothing else.
var aadstsPlain = map[int]bool{50011: true, 500113: true, 7000215: true, 7000222: true, 700025: true, 90023: true, 9002327: true, 54005: true, 70020: true, 700082: true, 700024: true, 28000: true, 70011: true, 50126: true}

// aadstsVague are numbers that only say that something is wrong; another one
// beside them says what.
var aadstsVague = map[int]bool{70002: true, 70000: true, 50000: true, 50012: true, 90014: true, 900144: true, 9002313: true, 50199: true, 16000: true}

// aadstsSilent are numbers that belong to a sign-in that is going well.
var aadstsSilent = map[int]bool{70016: true, 50058: true, 50140: true, 50199: true, 0: true}

var (
	aadstsNumber = regexp.MustCompile(`(?i)AADSTS\s?(\d{4,9})`)
	errorNumber  = regexp.MustCompile(`(?i)(?:error[_ ]codes?|error\?code|"?error_codes"?)["']?\s*[:=]?\s*\[?\s*["']?(?:AADSTS)?(\d{5,7})\b`)
	bodyMissing  = regexp.MustCompile(`(?i)(?:parameter|field)s?:?\s*["'‘’` + "`" + `]*([a-z_]+)`)
)

// aadstsNumbers finds Microsoft's numbers in a line.
func aadstsNumbers(line string) []int {
	var list []int
	for _, pattern := range []*regexp.Regexp{aadstsNumber, errorNumber} {
		for _, m := range pattern.FindAllStringSubmatch(line, 6) {
			if n, err := strconv.Atoi(m[1]); err == nil && !contains(list, n) {
				list = append(list, n)
			}
		}
	}
	return list
}

// microsoftNumbers understands AADSTS numbers.
func microsoftNumbers(s *scene, found emit) {
	for i, l := range s.lines {
		if !strings.Contains(l.Words, " aadsts") && !strings.Contains(l.Words, " error code") {
			continue
		}
		numbers := aadstsNumbers(l.Text)
		for _, n := range numbers {
			if s.provider != "microsoft" && s.provider != "" && !strings.Contains(l.Words, " aadsts") {
				continue
			}
			s.microsoftNumber(i, n, len(numbers) > 1, found)
		}
	}
}

func (s *scene) microsoftNumber(i, n int, several bool, found emit) {
	if aadstsSilent[n] {
		return
	}
	// A number of a family whose members are easily mixed up leaves room for its
	// neighbours.
	w := 0.93
	if aadstsPlain[n] {
		w = 0.95
	}
	if several && aadstsVague[n] {
		w = 0.3
	}
	window := s.windows[i]
	cause, known := aadstsCauses[n]
	switch n {
	case 70000, 9002313:
		cause, known = "oauth.code_invalid", true
		if s.grant == "refresh" || holds(window, alternatives("refresh token")) && !holds(window, alternatives("code ")) {
			cause = "oauth.refresh_token_expired"
			if n == 9002313 {
				cause = "oauth.code_invalid"
			}
		}
	case 70008:
		if !holds(window, alternatives("refresh token")) && holds(window, alternatives("authorization code|the code|auth code")) {
			cause = "oauth.code_invalid"
		}
	case 900144, 90014:
		cause, known = missingParameter(s.lines[i]), true
	}
	if !known {
		s.unknownNumber(i, n, found)
		return
	}
	found(cause, w, i)
	for k, rival := range aadstsRivals[n] {
		found(rival, min(w, 0.55)-0.05*float64(k), i)
	}
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

// unknownNumber guesses by the number's neighbours; the words and the OAuth
// error beside it weigh more.
func (s *scene) unknownNumber(i, n int, found emit) {
	digits := strconv.Itoa(n)
	for _, f := range []struct{ prefix, cause string }{
		{"530", "oauth.conditional_access"},
		{"53", "oauth.conditional_access"},
		{"50011", "oauth.redirect_uri_mismatch"},
		{"70008", "oauth.refresh_token_expired"},
		{"5001", "oauth.code_invalid"},
		{"28", "oauth.scope_invalid"},
		{"65", "oauth.consent_required"},
		{"50014", "oauth.pkce_failed"},
		{"501", "oauth.pkce_failed"},
		{"90023", "oauth.tenant_wrong"},
		{"9002", "oauth.tenant_wrong"},
		{"5002", "oauth.tenant_wrong"},
		{"70002", "oauth.client_secret_wrong"},
		{"5007", "oauth.mfa_required"},
		{"75", "oauth.admin_policy"},
		{"80", "oauth.password_grant_rejected"},
		{"81", "oauth.password_grant_rejected"},
		{"1600", "oauth.mfa_required"},
		{"90", "oauth.app_misconfigured"},
		{"70", "oauth.app_misconfigured"},
		{"50", "oauth.admin_policy"},
	} {
		if strings.HasPrefix(digits, f.prefix) {
			found(f.cause, 0.4, i)
			return
		}
	}
	found("oauth.app_misconfigured", 0.32, i)
}

func init() { telling.add(" aadsts") }
