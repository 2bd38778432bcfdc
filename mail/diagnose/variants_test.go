//go:build !race

package diagnose

import (
	"encoding/json"
	"html"
	"strings"
	"testing"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// variants are the ways in which one text is passed on.
var variants = []struct {
	name string
	of   func(string) string
}{
	{"quoted", eachLine("> ")},
	{"quoted twice", eachLine(">> ")},
	{"beside a bar", eachLine("| ")},
	{"beside stars", eachLine("* ")},
	{"indented", eachLine("\t")},
	{"syslog", eachLine("Mar  1 10:00:01 web1 app[1234]: ")},
	{"log4j", eachLine("10:00:01,123 ERROR [pool-1-thread-3] c.c.m.Sync - ")},
	{"ISO time", eachLine("2026-03-01T10:00:01.123Z ")},
	{"ISO time and level", eachLine("2026-03-01T10:00:01.123Z [ERROR] [mail.sync] ")},
	{"docker compose", eachLine("mail-sync-1  | ")},
	{"JSON", func(s string) string {
		data, _ := json.Marshal(map[string]any{"level": "error", "ts": 1772359201, "msg": s})
		return string(data)
	}},
	{"HTML", func(s string) string { return "<pre>" + html.EscapeString(s) + "</pre>" }},
	{"wrapped at 40", wrapped(40)},
	{"wrapped at 72", wrapped(72)},
	{"capitals", strings.ToUpper},
}

func eachLine(prefix string) func(string) string {
	return func(s string) string { return prefix + strings.ReplaceAll(s, "\n", "\n"+prefix) }
}

func wrapped(width int) func(string) string {
	return func(s string) string {
		var out []string
		for line := range strings.SplitSeq(s, "\n") {
			row := ""
			for _, word := range strings.Fields(line) {
				if row != "" && len(row)+1+len(word) > width {
					out, row = append(out, row), ""
				}
				row = strings.TrimSpace(row + " " + word)
			}
			out = append(out, row)
		}
		return strings.Join(out, "\n")
	}
}

// everyText is from how many texts one is taken, so that the test is quick:
// of some 1600 texts 44 remain.
const everyText = 37

// TestDressKeepsTheCause tells in how many of some texts the rules find the
// same cause however the text is passed on. What is reached must not get worse.
func TestDressKeepsTheCause(t *testing.T) {
	var texts []ownLine
	for i, l := range append(ownLines(t), caseLines(t)...) {
		if i%everyText == 0 {
			texts = append(texts, l)
		}
	}
	if len(texts) == 0 {
		t.Fatal("no texts")
	}
	const least = 0.99
	kept, all := 0, 0
	for _, v := range variants {
		for _, l := range texts {
			want, got := bestRuled(l, l.text), bestRuled(l, v.of(l.text))
			all++
			if got == want {
				kept++
				continue
			}
			t.Logf("%s: want %q, got %q: %.200q", v.name, want, got, l.text)
		}
	}
	t.Logf("%d of %d, which are %d texts in %d dresses", kept, all, len(texts), len(variants))
	if float64(kept) < least*float64(all) {
		t.Errorf("less than %.1f %%", 100*least)
	}
}

func caseLines(t *testing.T) []ownLine {
	var list []ownLine
	for _, f := range readCases(t, "cases.jsonl") {
		list = append(list, ownLine{provider: f.Provider, protocol: f.Protocol, text: f.Evidence})
	}
	return list
}

// bestRuled gives the cause that the rules find best in a text.
func bestRuled(l ownLine, input string) string {
	lines, err := text.Read(strings.NewReader(input), telling.tells)
	if err != nil {
		panic(err)
	}
	list := newScene(lines, Hint{l.provider, wire.Protocol(l.protocol)}).ruled(families)
	if len(list) == 0 {
		return ""
	}
	return list[0].cause
}

// TestNewestFirst reads logs in which the newest line stands first.
func TestNewestFirst(t *testing.T) {
	const dns, expired = "dial tcp: lookup imap.exmaple.org: no such host", "x509: certificate has expired or is not yet valid"
	for _, c := range []struct{ early, late string }{
		{"2024-04-02 09:00:00 ", "2024-04-02 09:05:00 "},
		{"2024-04-02T09:00:00.1Z ", "2024-04-02T09:00:00.2Z "},
		{"Apr  9 09:00:00 mx app[1]: ", "Apr 10 08:00:00 mx app[1]: "},
		{"[09:00:00] ", "[09:05:00] "},
		{"12:59:00 PM ", "1:00:00 PM "},
		{"2026-03-01 09:00:00 ", "2026-03-01 23:00:00 "},
		{"28 Feb 2026 10:00 ", "01 Mar 2026 09:00 "},
		{"31/Mar/2026:10:00:00 ", "01/Apr/2026:09:00:00 "},
	} {
		for _, order := range []string{c.late + expired + "\n" + c.early + dns, c.early + dns + "\n" + c.late + expired} {
			if got := strings.Join(ids(explainText(t, order, Hint{})), " "); !strings.HasPrefix(got, "net.dns tls.certificate_expired") {
				t.Errorf("%s: %s", order, got)
			}
		}
	}
	for early, late := range map[string]string{"23:59:58 ": "00:00:04 ", "Dec 31 23:59:00 mx app[1]: ": "Jan  1 00:01:00 mx app[1]: "} {
		over := early + dns + "\n" + late + expired
		if got := ids(explainText(t, over, Hint{})); len(got) == 0 || got[0] != "net.dns" {
			t.Errorf("%s: %v", over, got)
		}
	}
}
