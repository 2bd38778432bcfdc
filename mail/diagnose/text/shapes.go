package text

import (
	"regexp"
	"strings"
	"unicode"
)

// shapes are secrets that are known by what they look like, whatever stands
// before them: Google's tokens, codes and client secrets, Microsoft's codes,
// refresh tokens and client secrets, JWTs.
var shapes = regexp.MustCompile(`\b(?:ya29\.[\w.-]{8,}|1//[\w-]{8,}|4/[01]A[\w-]{8,}|GOCSPX-[\w-]{6,}|AIza[\w-]{16,}|eyJ[\w-]{8,}\.[\w.-]{8,}|[01]\.A[\w-]{16,}(?:\.[\w.-]+)?|M\.[CR]\d+_\w+\.[\w.!*$-]{6,}|Ew[A-Z][\w+/]{24,}={0,2}|[\w.~-]{3,5}Q~[\w.~-]{16,})`)

var (
	// spoken is a secret behind its name in words: a switch, a cell of a table,
	// another language.
	spoken = regexp.MustCompile(`(?i)(?:client[_ -]?secret|secret|pass(?:word|wd|wort|phrase|code)?|kennwort|pwd|mot de passe|contraseña|senha|wachtwoord|hasło|пароль|密码|密碼|パスワード|refresh[_ -]?token|access[_ -]?token|id[_ -]?token|auth(?:orization)?[_ ]code|securestring)["']?(?: is| was|:| ist)?[\s|:=>]{1,6}(?:"((?:[^"\\]|\\.){4,})"|'((?:[^'\\]|\\.){4,})'|([^\s"'|<>]{6,}))`)
	// inMarkup is a secret in XML or HTML.
	inMarkup = regexp.MustCompile(`(?i)<[\w:]*(?:secret|password|passwd|pwd|token|code|assertion|verifier)[\w:]*(?:\s[^<>]*)?>([^<>]{4,})</|(?:key|name|id)="[\w.:-]*(?:secret|password|passwd|pwd|token|code|assertion|verifier)[\w.:-]*"[^<>]*?value="([^"]{4,})"`)
	// userInfo is the password in a URL, or behind curl's -u.
	userInfo = regexp.MustCompile(`(?:\b|//)[^\s/@:"'<>]+:([^\s/@"'<>]{4,})@[\w-]+(?:\.[\w-]+)+|//([^\s/@:"'<>]{8,})@[\w-]+(?:\.[\w-]+)+|(?:^|\s)-u\s*["']?[^\s:"']+:([^\s"']{4,})`)
	// oneLine are LOGIN, and the answer to AUTH LOGIN's last challenge, with more
	// behind them on the same line.
	oneLine = regexp.MustCompile(`(?i)\bLOGIN\s+(?:"[^"]+"|\S+@\S+)\s+("(?:[^"\\]|\\.)+"|[^\s"]{4,})|334 (?:VXNlcm5hbWU6|UGFzc3dvcmQ6)\s+([A-Za-z0-9+/]{4,}={0,2})`)
	// appPassword is how Google shows one.
	appPassword = regexp.MustCompile(`\b[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4}\b`)
	cookie      = regexp.MustCompile(`(?i)\b(?:ESTS\w*|session[_-]?(?:state|id|token)?|sid|sso\w*)=([^\s;&"']{8,})`)
	run         = regexp.MustCompile(`[A-Za-z0-9+/_~-]{20,}={0,2}`)
	beginning   = regexp.MustCompile(`^\s*([A-Za-z0-9+/=_.~-]{8,})`)
)

// shaped gives what of a line looks like a secret by itself or by what stands
// beside it.
func shaped(line string) []string {
	list := shapes.FindAllString(line, 16)
	for _, pattern := range []*regexp.Regexp{inMarkup, userInfo, oneLine, cookie} {
		for _, m := range pattern.FindAllStringSubmatch(line, 8) {
			if value := strings.Trim(strings.Join(m[1:], ""), `"`); !plainWord(value) {
				list = append(list, value)
			}
		}
	}
	for _, m := range spoken.FindAllStringSubmatch(line, 8) {
		if quoted := m[1] + m[2]; quoted != "" && !plainWord(quoted) && !strings.Contains(quoted, "  ") {
			list = append(list, quoted)
		} else if secretive(m[3]) {
			list = append(list, strings.TrimRight(m[3], ".,;:)"))
		}
	}
	if strings.Contains(strings.ToLower(line), "pass") {
		list = append(list, appPassword.FindAllString(line, 4)...)
	}
	for _, r := range run.FindAllString(line, 32) {
		if random(r) {
			list = append(list, r)
		}
	}
	return list
}

// secretive tells a secret behind its name from the next word of a sentence.
func secretive(s string) bool {
	if plainWord(s) || strings.ContainsAny(s, "=@/\\(") || strings.HasPrefix(s, "AADSTS") {
		return false
	}
	s = strings.Trim(s, ".,:;!?)]}")
	digits, marks := 0, 0
	for _, c := range s {
		switch {
		case unicode.IsDigit(c):
			digits++
		case !unicode.IsLetter(c) && c != '_' && c != '-':
			marks++
		}
	}
	return digits > 0 && digits < len(s) || marks > 0 || changes(s) >= 3
}

// leastChanges is between how many neighbours the kind of letter changes in a
// run of chance letters of twenty.
const leastChanges = 8

// random tells of a run of large and small letters and digits in no order. A
// server's challenge in base64 is none.
func random(s string) bool {
	digits := 0
	for _, c := range s {
		if unicode.IsDigit(c) {
			digits++
		}
	}
	return digits >= 2 && changes(s) >= leastChanges && strings.ToLower(s) != s && strings.ToUpper(s) != s && !challengeLike(s)
}

// changes counts where a small letter, a large one and a digit change places.
func changes(s string) int {
	n, before := 0, 0
	for _, c := range s {
		kind := 0
		switch {
		case unicode.IsDigit(c):
			kind = 1
		case unicode.IsUpper(c):
			kind = 2
		case unicode.IsLower(c):
			kind = 3
		}
		if before != 0 && kind != before {
			n++
		}
		before = kind
	}
	return n
}

// challengeLike tells of base64 that is a JSON object or readable text.
func challengeLike(s string) bool {
	plain, ok := base64Bytes(s)
	if !ok {
		return false
	}
	readable := 0
	for _, b := range plain {
		if b >= ' ' && b < 0x7f {
			readable++
		}
	}
	return readable == len(plain) && strings.HasPrefix(string(plain), `{"status"`)
}
