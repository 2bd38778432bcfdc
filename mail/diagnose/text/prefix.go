package text

import (
	"regexp"
	"strings"
)

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

// prefix is what stands before what is said.
type prefix struct {
	// stamp and writer are the first time stamp and who wrote the line.
	stamp, writer string
	side          Side
	// any tells that there was something.
	any bool
}

// unprefix takes off time stamps and the mark of the side.
func unprefix(s string) (rest string, p prefix) {
	rest = strings.TrimSpace(s)
	quoted := false
	for range 4 {
		if at := stamp.FindString(rest); at != "" && len(at) < len(rest) && !replyCode(rest) {
			rest, p.any = strings.TrimSpace(rest[len(at):]), true
			if p.stamp == "" {
				p.stamp = at
				p.writer, rest = cutWriter(rest)
			}
			continue
		}
		if m := muttMark.FindStringSubmatch(rest); m != nil {
			p.side, p.any = map[string]Side{"<": Server, ">": Client}[m[1]], true
			return strings.TrimSpace(rest[2:]), p
		}
		if p.side == Nobody || quoted {
			if after, which, ok := cutMark(rest); ok {
				// A mark behind ">" is the speaker's: the dialogue is quoted.
				quoted = p.side == Nobody && rest[0] == '>' && which == Client
				rest, p.side, p.any = after, which, true
				continue
			}
		}
		break
	}
	if at := element.FindString(rest); at != "" && p.side == Nobody {
		p.any = true
		return unbytes(strings.TrimSpace(rest[len(at):])), p
	}
	if p.side == Nobody {
		if m := inner.FindStringSubmatchIndex(rest); m != nil {
			p.side, p.any = Server, true
			if strings.Contains(outward, " "+strings.ToLower(rest[m[2]:m[3]])+" ") {
				p.side = Client
			}
			return unbytes(strings.TrimSpace(rest[m[1]:])), p
		}
	}
	return unbytes(rest), p
}

// writer is what logs put behind the time: host and program of syslog; level,
// thread and logger of a runtime.
var writer = regexp.MustCompile(`^(?:[\w.-]+ [\w./-]+\[\d+\]: +|(?:\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\]?:? +)(?:\[[\w.:#/-]+\] +)*(?:[\w.$]+ - +)?)`)

// cutWriter takes off who wrote the line, where something is said behind it.
func cutWriter(s string) (who, rest string) {
	at := writer.FindString(s)
	if len(at) == len(s) {
		return "", s
	}
	return at, s[len(at):]
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
