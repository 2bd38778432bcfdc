package text

import (
	"strings"
	"testing"
)

func TestQuotedAsAWhole(t *testing.T) {
	everything := func([]byte) bool { return true }
	for input, want := range map[string]Side{
		"> password for anna:\n> login failed\n> at line 3": Nobody,
		"> AUTH XOAUTH2 dXNlcg==\n< 535 5.7.8 no\n> QUIT":   Client,
	} {
		lines, err := Read(strings.NewReader(input), everything)
		if err != nil || len(lines) != 3 || lines[0].Side != want || strings.HasPrefix(lines[0].Text, ">") {
			t.Errorf("%q: %+v, %v", input, lines, err)
		}
	}
}

func TestWhatStandsBeforeEveryLine(t *testing.T) {
	for input, want := range map[string][]Line{
		"> imaplib.IMAP4.error: b'no'":                      {{Text: "imaplib.IMAP4.error: b'no'"}},
		">> 535 5.7.8 no":                                   {{Text: "535 5.7.8 no"}},
		"> > 535 5.7.8 no\n> > bye":                         {{Text: "535 5.7.8 no"}, {Text: "bye"}},
		"> AUTH PLAIN\n> 535 5.7.8 no":                      {{Text: "AUTH PLAIN"}, {Text: "535 5.7.8 no"}},
		"Joe wrote:\n> 535 5.7.8 no\nAny idea?":             {{Text: "Joe wrote:"}, {Text: "535 5.7.8 no"}, {Text: "Any idea?"}},
		"220 hi\n> EHLO me.test\n250 hello":                 {{Text: "220 hi"}, {Text: "EHLO me.test", Side: Client}, {Text: "250 hello"}},
		"> EHLO me.test":                                    {{Text: "EHLO me.test", Side: Client}},
		"> a1 LOGIN x y\n> a2 LOGOUT":                       {{Text: "a1 LOGIN x y", Side: Client}, {Text: "a2 LOGOUT", Side: Client}},
		"\t* BYE too many":                                  {{Text: "* BYE too many"}},
		"* Error: no\n*     at x.js:1":                      {{Text: "Error: no"}, {Text: "at x.js:1"}},
		"* one thing\n* another":                            {{Text: "* one thing"}, {Text: "* another"}},
		"x509: certificate signed by an\nunknown authority": {{Text: "x509: certificate signed by an unknown authority"}},
		"535 5.7.8 Username and Password not\nA1 NO no":     {{Text: "535 5.7.8 Username and Password not"}, {Text: "A1 NO no"}},
		"140735:error:1408F10B:SSL routines:ssl3_get_record:wrong\nversion number:ssl/record/ssl3_record.c:332:": {{Text: "140735:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:332:"}},
		"imap.auth.failed=Authentication failed\nimap.tls.untrusted=not trusted":                                 {{Text: "imap.auth.failed=Authentication failed"}, {Text: "imap.tls.untrusted=not trusted"}},
		"+OK The Microsoft Exchange POP3 service is ready.\nPASS correcthorsebattery":                            {{Text: "+OK The Microsoft Exchange POP3 service is ready."}, {Text: "PASS correcthorsebattery"}},
		"a short line\nand another one that is a good deal longer":                                               {{Text: "a short line"}, {Text: "and another one that is a good deal longer"}},
	} {
		lines, err := Read(strings.NewReader(input), func([]byte) bool { return true })
		if err != nil || len(lines) != len(want) {
			t.Errorf("%q: %+v, %v", input, lines, err)
			continue
		}
		for i, l := range lines {
			if l.Text != want[i].Text || l.Side != want[i].Side {
				t.Errorf("%q: line %d is %q of %d", input, i, l.Text, l.Side)
			}
		}
	}
}

func TestMoment(t *testing.T) {
	for _, c := range [][2]string{
		{"2026-03-01 10:05:11 ", "2026-03-01 10:09:02 "},
		{"2026-02-28T23:59:59.9Z ", "2026-03-01T00:00:00Z "},
		{"Feb 28 10:00:00 ", "Mar  1 09:00:00 "},
		{"[10:00:00.1] ", "[10:00:00.25] "},
		{"[00:00:00] ", "[00:00:01] "},
		{"28 Feb 2026 10:00 ", "01 Mar 2026 09:00 "},
		{"[31/Mar/2026:10:00:00 +0000] ", "[01/Apr/2026:09:00:00 +0000] "},
		{"31 Dec 2025 23:59 ", "01 Jan 2026 00:01 "},
		{"Sat Feb 28 10:00:00 2026 ", "Sun Mar  1 09:00:00 2026 "},
		{"Feb 29 23:00:00 ", "Mar  1 00:10:00 "},
		{"12:59:00 PM ", "1:00:00 PM "},
		{"12:59:00 AM ", "1:00:00 AM "},
		{"11:59:00 AM ", "12:01:00 PM "},
	} {
		if a, b := moment(c[0]), moment(c[1]); a.IsZero() || !a.Before(b) {
			t.Errorf("%q: %v, %v", c, a, b)
		}
	}
	for _, none := range []string{"", "1772359201 ", "01/03/2026 10:00:00 ", "12 ms"} {
		if at := moment(none); !at.IsZero() {
			t.Errorf("%q: %v", none, at)
		}
	}
}
