package sandbox

import (
	"strings"
	"testing"
	"time"

	"mailknock/mail/wire"
)

func TestSASLMessages(t *testing.T) {
	for raw, want := range map[string]string{
		"user=a\x01auth=Bearer t\x01\x01":    "",
		"auth=Bearer t\x01\x01":              "user=",
		"user=a":                             "^A after the user",
		"user=a\x01auth=bearer t\x01\x01":    "auth=Bearer",
		"user=a\x01auth=Bearer t\x01":        "end with",
		"user=\x01auth=Bearer t\x01\x01":     "user is empty",
		"user=a\x01auth=Bearer \x01\x01":     "token is empty",
		"user=a\x01auth=Bearer a b\x01\x01":  "token holds",
		"user=a\nb\x01auth=Bearer t\x01\x01": "user holds",
	} {
		if _, err := parseXOAUTH2([]byte(raw)); said(err) != want && (want == "" || !strings.Contains(said(err), want)) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	for raw, want := range map[string]string{
		"n,a=a=2Cb,\x01host=h\x01port=7\x01auth=Bearer t\x01\x01": "",
		"n,a=a,\x01auth=bearer t\x01\x01":                         "",
		"n,a=a,":                                                  "GS2 header",
		"y,a=a,\x01auth=Bearer t\x01\x01":                         "n,a=",
		"n,a=a\x01auth=Bearer t\x01\x01":                          "one comma",
		"n,a=a=b,\x01auth=Bearer t\x01\x01":                       "not escaped",
		"n,a=a,\x01auth=Bearer t\x01":                             "end with",
		"n,a=a,\x01x\x01auth=Bearer t\x01\x01":                    "without a key",
		"n,a=a,\x01auth=Bearer t\x01auth=Bearer t\x01\x01":        "twice",
		"n,a=a,\x01port=8\x01auth=Bearer t\x01\x01":               "another port",
		"n,a=a,\x01host=h\x01\x01":                                "no auth",
	} {
		if _, err := parseOAUTHBEARER([]byte(raw), 7); said(err) != want && (want == "" || !strings.Contains(said(err), want)) {
			t.Errorf("%q: %v", raw, err)
		}
	}
	for text, good := range map[string]bool{"=": true, "": true, "YQ==": true, "YQ": false, "Y Q=": false, "YR==": false} {
		if _, err := decodeSASL(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func said(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestWordsBeforeTLSAreNotObeyed pipelines a command behind STARTTLS (RFC 3207
// section 4.2).
func TestWordsBeforeTLSAreNotObeyed(t *testing.T) {
	s := start(t, Options{})
	for p, c := range map[wire.Protocol]struct{ before, words, want string }{
		wire.IMAP: {"", "a STARTTLS\r\nb NOOP\r\n", "* BYE"},
		wire.POP3: {"", "STLS\r\nCAPA\r\n", "-ERR"},
		wire.SMTP: {"EHLO x", "STARTTLS\r\nNOOP\r\n", "554"},
	} {
		client := dial(t, s, p, wire.STARTTLS)
		client.line()
		if c.before != "" {
			client.smtp(c.before, "250")
		}
		client.write(c.words)
		if got := client.line(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %s", p, got)
		}
	}
}

func TestFolderPatterns(t *testing.T) {
	for pattern, want := range map[string]string{"*": "INBOX Sent", "%": "INBOX Sent", "inbox": "INBOX", "sent": "", "S*t": "Sent", "*N*": "INBOX", "%X": "INBOX", "*x": "", "Sent*": "Sent", "": ""} {
		var got []string
		for _, name := range []string{"INBOX", "Sent"} {
			if matchesPattern(pattern, name) {
				got = append(got, name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", pattern, got, want)
		}
	}
	if matchesPattern(strings.Repeat("*%", 100000)+"Z", "INBOX") {
		t.Error("a long pattern matches")
	}
}

func TestMapsAreBounded(t *testing.T) {
	now := time.Now()
	ends := func(t time.Time) time.Time { return t }
	kept := make(map[string]time.Time)
	for range maxKept {
		kept[random(8)] = now.Add(time.Hour)
	}
	kept["first"] = now.Add(time.Minute)
	bound(kept, now, ends)
	if _, ok := kept["first"]; ok {
		t.Error("what ends first stays")
	}
	bound(kept, now.Add(2*time.Hour), ends)
	if len(kept) != 0 {
		t.Errorf("%d stay that have ended", len(kept))
	}
}
