package text

import (
	"regexp"
	"strings"
)

// stamp is a time stamp, or another counter that logs begin with.
var stamp = regexp.MustCompile(`^[\s\[(<]*(?:` +
	`\d{4}[-/.]\d\d?[-/.]\d\d?(?:[T _,;-]+\d\d?:\d\d(?::\d\d)?(?:[.,:]\d+)?)?(?:\s?(?:Z|UTC|GMT|[AP]M|[+-]\d\d:?\d\d))?` +
	`|\d\d?[-/.]\d\d?[-/.]\d{2,4}[T ,]+\d\d?:\d\d(?::\d\d)?(?:[.,:]\d+)?(?:\s?[AP]M)?` +
	`|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?(?:\d\d?[ -/])?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ -/]+(?:\d{4}|\d\d?)?,?[ T:]*(?:\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?:\s\d{4})?(?:\s?(?:Z|UTC|GMT|[AP]M|[+-]\d{4}))?` +
	`|\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s?[AP]M)?` +
	`|\d{9,13}(?:\.\d+)?` +
	`|\+?\d+(?:\.\d+)?\s?ms` +
	`)[\])>]*[\s:|,-]*`)

// marks are how clients mark who spoke, longest first.
var marks = []struct {
	mark string
	side Side
}{
	{"server -> client:", Server},
	{"client -> server:", Client},
	{"server->client:", Server},
	{"client->server:", Client},
	{"server:", Server},
	{"client:", Client},
	{"response:", Server},
	{"senddata:", Client},
	{"received:", Server},
	{"sending:", Client},
	{"sent:", Client},
	{"got:", Server},
	{"recv:", Server},
	{"send:", Client},
	{"reply:", Server},
	{"read:", Server},
	{"write:", Client},
	{"imap<", Server},
	{"imap>", Client},
	{"pop3<", Server},
	{"pop3>", Client},
	{"smtp<", Server},
	{"smtp>", Client},
	{"esmtp<", Server},
	{"esmtp>", Client},
	{"[s]", Server},
	{"[c]", Client},
	{"<<<", Server},
	{">>>", Client},
	{"<--", Server},
	{"-->", Client},
	{"<**", Server},
	{"**>", Client},
	{"<~*", Server},
	{"<-", Server},
	{"->", Client},
	{"<~", Server},
	{"~>", Client},
	{"<=", Server},
	{"=>", Client},
	{"<<", Server},
	{">>", Client},
	{"s:", Server},
	{"c:", Client},
	{"r:", Server},
	{"w:", Client},
	{"<", Server},
	{">", Client},
}

// muttMark is "5< " and "4> ".
var muttMark = regexp.MustCompile(`^\d([<>]) `)

// unprefix takes off time stamps and the mark of the side. fresh tells that
// there was one.
func unprefix(s string) (rest string, side Side, fresh bool) {
	rest = strings.TrimSpace(s)
	quoted := false
	for range 4 {
		if at := stamp.FindString(rest); at != "" && len(at) < len(rest) && !replyCode(rest) {
			rest, fresh = strings.TrimSpace(rest[len(at):]), true
			continue
		}
		if m := muttMark.FindStringSubmatch(rest); m != nil {
			return strings.TrimSpace(rest[2:]), map[string]Side{"<": Server, ">": Client}[m[1]], true
		}
		if side == Nobody || quoted {
			if after, which, ok := cutMark(rest); ok {
				// A mark behind ">" is the speaker's: the dialogue is quoted.
				quoted = side == Nobody && rest[0] == '>' && which == Client
				rest, side, fresh = after, which, true
				continue
			}
		}
		break
	}
	if at := element.FindString(rest); at != "" && side == Nobody {
		return unbytes(strings.TrimSpace(rest[len(at):])), Nobody, true
	}
	if side == Nobody {
		if m := inner.FindStringSubmatchIndex(rest); m != nil {
			side = Server
			if strings.Contains(outward, " "+strings.ToLower(rest[m[2]:m[3]])+" ") {
				side = Client
			}
			return unbytes(strings.TrimSpace(rest[m[1]:])), side, true
		}
	}
	return unbytes(rest), side, fresh
}

// element is what PHP prints before an element of an array.
var element = regexp.MustCompile(`^\[["']?[\w.-]+["']?\]\s*=>\s*`)

// inner is a mark behind the prefix of a log: "IMAP (mail.test:993) <-- b'+'".
var inner = regexp.MustCompile(`^[^"']{0,160}?[\])}:]\s+(<--|-->|<<<|>>>|[Rr]eceive C:|[Ss]end C:|S:|C:|<=|=>)\s+`)

const outward = " --> >>> send c: c: => "

// cutMark takes a side's mark off. A short one must stand apart: "S: 220" and
// "<- 220", not "C:\mail" and "<html>".
func cutMark(s string) (rest string, side Side, ok bool) {
	for _, m := range marks {
		if len(s) < len(m.mark) || !strings.EqualFold(s[:len(m.mark)], m.mark) {
			continue
		}
		rest = s[len(m.mark):]
		if rest != "" && rest[0] != ' ' && rest[0] != '\t' && !(len(m.mark) > 2 && m.mark[len(m.mark)-1] != ':') {
			continue
		}
		return strings.TrimSpace(rest), m.side, true
	}
	return s, Nobody, false
}

// replyCode tells of a line that begins with an SMTP reply, whose number could
// pass for a time.
func replyCode(s string) bool {
	return len(s) > 3 && digit(s[0]) && digit(s[1]) && digit(s[2]) && (s[3] == ' ' || s[3] == '-') && s[0] >= '2' && s[0] <= '5'
}

// unbytes takes Python's and JavaScript's quotes off a whole line: b'…'.
func unbytes(s string) string {
	t := strings.TrimPrefix(s, "b")
	if len(t) >= 2 && (t[0] == '\'' || t[0] == '"') && strings.TrimRight(t, ",;")[len(strings.TrimRight(t, ",;"))-1] == t[0] {
		t = strings.TrimRight(t, ",;")
		if len(t) >= 2 && strings.IndexByte(t[1:len(t)-1], t[0]) < 0 {
			return t[1 : len(t)-1]
		}
	}
	return s
}
