package text

import (
	"encoding/base64"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func everything([]byte) bool { return true }

func read(t *testing.T, s string) []Line {
	t.Helper()
	lines, err := Read(strings.NewReader(s), everything)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"535 5.7.139 Authentication unsuccessful.": " 535 5.7.139 authentication unsuccessful ",
		"AccessTokenExpired":                       " access token expired ",
		"ECONNREFUSED CERT_HAS_EXPIRED":            " econnrefused cert has expired ",
		"SSLHandshakeException: couldn't":          " ssl handshake exception couldnt ",
		"u'error': u'invalid_grant'":               " u error u invalid grant ",
		"OAuth 2.0 XOAuth2":                        " oauth 2.0 xoauth2 ",
		"IDs and URLs":                             " ids and urls ",
		"(432, '4.3.2 Concurrent')":                " 432 4.3.2 concurrent ",
		"Für Zertifikat’s":                         " für zertifikats ",
		strings.Repeat("a", 100) + " b":            " b ",
		"":                                         " ",
	} {
		if got := Words(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSides(t *testing.T) {
	for in, want := range map[string]Line{
		"S: * OK ready":    {Text: "* OK ready", Side: Server},
		"C: A1 CAPABILITY": {Text: "A1 CAPABILITY", Side: Client},
		"<-  220 mail":     {Text: "220 mail", Side: Server},
		" ~> EHLO x":       {Text: "EHLO x", Side: Client},
		"5< 220 mail":      {Text: "220 mail", Side: Server},
		"2024-04-02 09:00:00,123: IMAP (x; 127.0.0.1:1->y:993) <-- b'+ '": {Text: "+ ", Side: Server},
		"reply: b'235 2.7.0 Accepted\\r\\n'":                              {Text: "235 2.7.0 Accepted  ", Side: Server},
		"Apr  2 09:00:00 host app[1]: 535 no":                             {Text: "535 no", Side: Nobody},
		"535 5.7.8 no":                                                    {Text: "535 5.7.8 no", Side: Nobody},
		`C:\mail\log.txt`:                                                 {Text: `C:/mail/log.txt`, Side: Nobody},
		`at x (C:\\node_modules\\next\\b.js:1) 535 5.7.8 no`:              {Text: `at x (C:/node_modules/next/b.js:1) 535 5.7.8 no`, Side: Nobody},
		`S:\r\n535 no`:                                                    {Text: `535 no`, Side: Server},
		"<html>":                                                          {Text: "<html>", Side: Nobody},
		"SERVER -> CLIENT: 334 ":                                          {Text: "334", Side: Server},
	} {
		got := read(t, in)[0]
		if strings.Join(strings.Fields(got.Text), " ") != strings.Join(strings.Fields(want.Text), " ") || got.Side != want.Side {
			t.Errorf("%q: got %q %d", in, got.Text, got.Side)
		}
	}
}

func TestDecode(t *testing.T) {
	b := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	xoauth := "user=anna@gmail.com\x01auth=Bearer ya29.abcdefghijklmnop\x01\x01"
	for in, want := range map[string]Decoded{
		"AUTH XOAUTH2 " + b(xoauth): {What: Bearer, User: "anna@gmail.com", Token: "ya29.abcdefghijklmnop", Layers: 1},
		b(b(xoauth)):                {What: Bearer, User: "anna@gmail.com", Token: "ya29.abcdefghijklmnop", Layers: 2},
		"user=anna@gmail.com^Aauth=Bearer undefined^A^A":                                      {What: Bearer, User: "anna@gmail.com", Token: "undefined", Layers: 1},
		b("n,a=anna@x.test,\x01host=mail.x.test\x01port=993\x01auth=Bearer abcdefgh\x01\x01"): {What: Bearer, User: "anna@x.test", Token: "abcdefgh", Host: "mail.x.test", Port: "993", Layers: 1},
		"334 " + b(`{"status":"400","schemes":"Bearer"}`):                                     {What: Challenge, Layers: 1},
		"AUTH PLAIN " + b("\x00anna\x00a password"):                                           {What: Plain, User: "anna", Secret: "a password", Layers: 1},
		"334 VXNlcm5hbWU6": {What: Prompt, Layers: 1},
	} {
		all := Decode(read(t, in))
		if len(all) != 1 {
			t.Errorf("%q: %+v", in, all)
			continue
		}
		got := all[0]
		if got.What != want.What || got.User != want.User || got.Token != want.Token || got.Secret != want.Secret || got.Host != want.Host || got.Port != want.Port || got.Layers != want.Layers {
			t.Errorf("%q: got %+v", in, got)
		}
	}
}

func TestWrappedBase64IsOneString(t *testing.T) {
	whole := base64.StdEncoding.EncodeToString([]byte("user=anna@gmail.com\x01auth=Bearer " + strings.Repeat("ya29abcdefgh", 20) + "\x01\x01"))
	var wrapped []string
	for len(whole) > 76 {
		wrapped, whole = append(wrapped, whole[:76]), whole[76:]
	}
	all := Decode(read(t, strings.Join(append(wrapped, whole), "\n")))
	if len(all) != 1 || all[0].What != Bearer || all[0].User != "anna@gmail.com" {
		t.Errorf("%+v", all)
	}
}

func TestSecretsAreFound(t *testing.T) {
	for in, secret := range map[string]string{
		`A1 LOGIN anna@x.test "pass word 1"`:                                         "pass word 1",
		"+OK The Microsoft Exchange POP3 service is ready.\nPASS s3cret-pass":        "s3cret-pass",
		"* OK The Microsoft Exchange IMAP4 service ready\na1 LOGIN anna s3cret-pass": "s3cret-pass",
		"PASS s3cret-pass": "s3cret-pass",
		"2026-01-01 10:00:00 DEBUG [password:Kh7-trombone] login failed":      "Kh7-trombone",
		"2026-01-01 10:00:00 INFO [Q2hlc3NlS3Vz8ahT7bZkq93LmPq] login failed": "Q2hlc3NlS3Vz8ahT7bZkq93LmPq",
		"2026-03-01 10:00:00 C: PASS Kh7-trombone-on-the-wall\nfailed":        "Kh7-trombone-on-the-wall",
		`  pass: 's3cretpass',`:                "s3cretpass",
		`"password" : "correcthorsebattery"`:   "correcthorsebattery",
		"smtp_password = correcthorsebattery":  "correcthorsebattery",
		`'client_secret' => 'a8Q~abcdefghijk'`: "a8Q~abcdefghijk",
		"C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YW5uYUB4LnRlc3Q=\nS: 334 UGFzc3dvcmQ6\nC: czNjcmV0LXBhc3N3b3Jk": "czNjcmV0LXBhc3N3b3Jk",
		"http://localhost/?code=4/0AX4XfWhSecretCode&state=x":                                                   "4/0AX4XfWhSecretCode",
	} {
		lines := read(t, in)
		r := wire.NewRedactor()
		Secrets(r, lines, Decode(lines))
		if out := r.Redact(in); strings.Contains(out, secret) {
			t.Errorf("%q shows it", out)
		}
	}
}

func TestLongTextKeepsWhatMatters(t *testing.T) {
	var b strings.Builder
	for range 100000 {
		b.WriteString("nothing to see here\n")
	}
	b.WriteString("something new happened\n")
	for range 100000 {
		b.WriteString("nothing to see here\n")
	}
	lines := read(t, b.String())
	found := false
	for i, l := range lines {
		found = found || l.Text == "something new happened" && l.Number == 100001
		if i > 0 && l.Number <= lines[i-1].Number {
			t.Fatalf("line %d after %d", l.Number, lines[i-1].Number)
		}
	}
	if !found || len(lines) > keepAll+keepTold+4*keepLast {
		t.Errorf("%d lines, found: %t", len(lines), found)
	}
}
