package wire

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// encodings are ways in which a secret can stand in a text.
var encodings = map[string]func(string) string{
	"raw":            func(s string) string { return s },
	"base64":         func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 at 1":    func(s string) string { return base64.StdEncoding.EncodeToString([]byte("a" + s + "bc")) },
	"base64 at 2":    func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte("ab" + s + "c")) },
	"base64url":      func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"base64url at 1": func(s string) string { return base64.URLEncoding.EncodeToString([]byte("\x01" + s + "\x01\x01")) },
	"base64url at 2": func(s string) string { return base64.URLEncoding.EncodeToString([]byte("=\x01" + s)) },
	"XOAUTH2": func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte("user=anna@contoso.com\x01auth=Bearer " + s + "\x01\x01"))
	},
	"basic": func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte(url.QueryEscape("id") + ":" + url.QueryEscape(s)))
	},
	"hex":               func(s string) string { return hex.EncodeToString([]byte(s)) },
	"HEX":               func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
	"form":              url.QueryEscape,
	"path":              url.PathEscape,
	"all percent":       func(s string) string { return percent(s, "%%%02X") },
	"all percent small": func(s string) string { return percent(s, "%%%02x") },
	"twice percent":     func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"percent of base64": func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(s))) },
	"json":              func(s string) string { out, _ := json.Marshal(s); return string(out) },
	"json slashes":      func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
	"json all":          func(s string) string { return percent(s, `\u%04x`) },
	"json in json":      func(s string) string { a, _ := json.Marshal(s); b, _ := json.Marshal(string(a)); return string(b) },
	"go":                func(s string) string { return fmt.Sprintf("%+q", s) },
	"c":                 func(s string) string { return percent(s, `\x%02x`) },
	"spaced hex":        func(s string) string { return fmt.Sprintf("% x", s) },
	"html":              html.EscapeString,
	"html numbers":      func(s string) string { return percent(s, "&#%d;") },
	"quoted-printable": func(s string) string {
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		_, _ = w.Write([]byte(s))
		_ = w.Close()
		return b.String()
	},
	"all quoted-printable": func(s string) string { return percent(s, "=%02X") },
	"base64 in base64": func(s string) string {
		return base64.StdEncoding.EncodeToString([]byte("n,a=x,\x01" + base64.StdEncoding.EncodeToString([]byte(s))))
	},
	"json in base64": func(s string) string {
		a, _ := json.Marshal(map[string]string{"token": s})
		return base64.RawURLEncoding.EncodeToString(a)
	},
	"large letters": strings.ToUpper,
	"folded":        func(s string) string { return fold76(base64.StdEncoding.EncodeToString([]byte(s))) },
	"UTF-16":        func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" },
}

func percent(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

func fold76(s string) string {
	var lines []string
	for len(s) > 20 {
		lines, s = append(lines, s[:20]), s[20:]
	}
	return strings.Join(append(lines, s), "\r\n ")
}

const jwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImxhYjEifQ.eyJpc3MiOiJodHRwczovL2lkcC50ZXN0Iiwic3ViIjoiYW5uYSJ9.Yk3-p_Qw8sT6vNzR2mXcLfHdJ0gAeBiUoKqPyWtS5xE"

var secrets = []string{
	jwt,
	"0.AXoAnQ~3/x+y_z-AAAAbbbbCCCCddddEEEE!*",
	"GOCSPX-abcdefGHIJKLmnop",
	`pass word with "quotes" \ and / & <tags> %41 =3D +`,
	"Grüße-aus-dem-Süden-🔑-ende",
	"exactly9!",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
}

// leaks tells whether more than 8 characters in a row of an encoded secret
// stand in what a text shows outside of its masks.
func leaks(text string, masks []Span, forms ...string) string {
	var parts []string
	done := 0
	for _, m := range masks {
		parts = append(parts, text[done:m.From])
		done = m.To
	}
	parts = append(parts, text[done:])
	for _, form := range forms {
		for i := range len(form) - window + 1 {
			for _, part := range parts {
				if strings.Contains(part, form[i:i+window]) {
					return form[i : i+window]
				}
			}
		}
	}
	return ""
}

func TestRedactEncodings(t *testing.T) {
	for _, secret := range secrets {
		r := NewRedactor()
		r.Add("token", NewSecret(secret))
		for name, encode := range encodings {
			encoded := encode(secret)
			text, masks := r.clean([]byte("* NO before: " + encoded + " , after it"))
			if leak := leaks(text, masks, plainForms(secret, encoded)...); leak != "" {
				t.Errorf("%s of %q leaks %q: %s", name, secret, leak, text)
			}
			if len(masks) == 0 || !strings.HasPrefix(text, "* NO before: ") || !strings.HasSuffix(text, " , after it") {
				t.Errorf("%s of %q: %s", name, secret, text)
			}
			if !r.Holds(encoded) {
				t.Errorf("%s of %q is not held", name, secret)
			}
			if redacted := r.Redact(encoded); strings.Contains(redacted, encoded) {
				t.Errorf("%s of %q: Redact leaves %s", name, secret, redacted)
			}
		}
	}
}

// plainForms are what must not stand in a text: the secret, and the encoded
// form without what the encoding put around it.
func plainForms(secret, encoded string) []string {
	all := []string{secret, hex.EncodeToString([]byte(secret))}
	for offset := range 3 {
		all = append(all, base64At(secret, offset), strings.NewReplacer("+", "-", "/", "_").Replace(base64At(secret, offset)))
	}
	return all
}

func TestRedactParts(t *testing.T) {
	r := NewRedactor()
	r.Add("access token", NewSecret(jwt))
	for name, encode := range encodings {
		if name == "base64 in base64" || name == "json in base64" {
			continue // a part of those is not found, only the whole
		}
		encoded := encode(jwt)
		for from := 0; from+40 <= len(encoded); from += 7 {
			for _, n := range []int{12, 25, 40} {
				text, masks := r.clean([]byte("x " + encoded[from:from+n]))
				if leak := leaks(text, masks, plainForms(jwt, "")...); leak != "" {
					t.Fatalf("%s, %d from %d: %q in %s", name, n, from, leak, text)
				}
			}
		}
	}
	for _, c := range []struct{ text, want string }{
		{"token " + jwt[:20] + "…", "token [part of access token, "},
		{"token " + jwt[50:] + "!", "[part of access token, "},
		{"token " + jwt, "token [access token, "},
		{"token " + jwt[40:48] + ".", "token " + jwt[40:48] + "."},
	} {
		if text := r.Redact(c.text); !strings.Contains(text, c.want) {
			t.Errorf("%s: %s", c.text, text)
		}
	}
}

func TestRedactOverLines(t *testing.T) {
	for name, encode := range encodings {
		if name == "base64 in base64" || name == "json in base64" || strings.HasPrefix(name, "json in") {
			continue
		}
		encoded := encode(jwt)
		for at := 1; at < len(encoded); at += 3 {
			if strings.ContainsAny(encoded, "\r\n") {
				break
			}
			rec := NewTranscript(nil).Recorder(IMAP)
			rec.Mask("access token", NewSecret(jwt))
			rec.In([]byte("NO "+encoded[:at]), false)
			rec.In([]byte(encoded[at:]+" no"), false)
			joined := ""
			for _, e := range rec.Transcript().Events() {
				if leak := leaks(e.Text, e.Masks, plainForms(jwt, "")...); leak != "" {
					t.Fatalf("%s cut at %d: %q in %s", name, at, leak, e.Text)
				}
				done := 0
				for _, m := range e.Masks {
					joined += e.Text[done:m.From] + "\x00"
					done = m.To
				}
				joined += e.Text[done:]
			}
			if leak := leaks(joined, nil, plainForms(jwt, "")...); leak != "" {
				t.Fatalf("%s cut at %d, lines joined: %q in %q", name, at, leak, joined)
			}
		}
	}
}

func TestRedactOverManyLines(t *testing.T) {
	for _, size := range []int{1, 3, 8, 9, 20} {
		rec := NewTranscript(nil).Recorder(IMAP)
		rec.Mask("access token", NewSecret(jwt))
		for rest := jwt; rest != ""; {
			n := min(size, len(rest))
			rec.In([]byte(rest[:n]), false)
			rest = rest[n:]
		}
		joined := ""
		for _, e := range rec.Transcript().Events() {
			for i := len(e.Masks) - 1; i >= 0; i-- {
				e.Text = e.Text[:e.Masks[i].From] + "\x00" + e.Text[e.Masks[i].To:]
			}
			joined += e.Text
		}
		if leak := leaks(joined, nil, jwt); leak != "" {
			t.Errorf("in lines of %d: %q in %q", size, leak, joined)
		}
	}
}

func TestRedactShort(t *testing.T) {
	r := NewRedactor()
	r.Add("password", NewSecret("hunter2"))
	r.Add("pin", NewSecret("42"))
	for in, hidden := range map[string]bool{
		"a LOGIN x hunter2":  true,
		"pw=hunter2&x=1":     true,
		"a%20hunter%32 b":    true,
		"aHVudGVyMg== is it": true,
		"hunter3":            false,
		"* 1423 EXISTS":      false,
		"pin 42.":            true,
	} {
		if got := r.Redact(in); (got != in) != hidden {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestRedactLabels(t *testing.T) {
	r, other := NewRedactor(), NewRedactor()
	r.Add("access token", NewSecret(jwt))
	r.Add("access token", NewSecret(jwt))
	r.Add("id token", NewSecret(jwt[:39]+"eyJzdWIiOiJib2IiLCJhdWQiOiJtYWlsa25vY2sifQ.c2lnbmF0dXJlLW9mLXRoZS1pZC10b2tlbg"))
	other.Add("access token", NewSecret(jwt))
	text, masks := r.clean([]byte("a " + jwt + " b\u202e"))
	label := text[masks[0].From:masks[0].To]
	if len(masks) != 1 || !strings.HasPrefix(label, fmt.Sprintf("[access token, %d bytes, sha256:", len(jwt))) || len(label) != len("[access token, 141 bytes, sha256:1a2b3c4d]") || text != "a "+label+" b<U+202E>" {
		t.Errorf("%q %v", text, masks)
	}
	if again, _ := r.clean([]byte(jwt)); again != label {
		t.Errorf("%q, and then %q", label, again)
	}
	if salted, _ := other.clean([]byte(jwt)); salted == label {
		t.Error("the hash is the same in another run")
	}
	if id, _ := r.clean([]byte("x eyJhbGciOiJSUzI1NiIsImtpZCI6ImxhYjEifQ.eyJzdWIiOiJib2IiLCJhdWQiOiJtYWlsa25vY2sifQ.c2lnbmF0dXJlLW9mLXRoZS1pZC10b2tlbg")); !strings.Contains(id, "[id token, ") {
		t.Errorf("another token with the same header: %s", id)
	}
}

func TestRedactLongLine(t *testing.T) {
	r := NewRedactor()
	secret := strings.Repeat("0123456789abcdefghijklmnop", 400)
	r.Add("token", NewSecret(secret))
	for before := MaxShown - 40; before < MaxShown+5; before += 5 {
		text, masks := r.clean([]byte(strings.Repeat("x", before) + secret + " end"))
		if leak := leaks(text, masks, secret); leak != "" || len(text) > MaxShown+200 {
			t.Errorf("%d before: %q in …%s", before, leak, text[MaxShown-60:])
		}
	}
}

func TestSuspects(t *testing.T) {
	r := NewRedactor()
	for _, in := range []string{
		"Authorization: Bearer ya29.a0AfB_byDdeadbeef1234567890",
		"Bearer 0123456789abcdefghij",
		"POST /token code=4/0AeanS0b_secretcode&code_verifier=abcdefghijklmnop",
		"http://127.0.0.1:1234/callback?code=abcdefghi123456&state=x",
		`{"access_token":"abcdefghi1234","token_type":"Bearer"}`,
		`{"refresh_token" : "abc\"defghi1234"}`,
		"refresh_token=abcdefghij1234",
		"client_secret=abcdefghij1234&x=y",
		"redirect%3Fcode%3Dabcdefghi123456",
		jwt,
		"AUTH PLAIN AGFubmEAYWJjZGVmZ2hpMTIzNA==",
		"a1 AUTHENTICATE XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGFiY2RlZmdoaTEyMzQBAQ==",
		"dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGFiY2RlZmdoaTEyMzQBAQ==",
		"a1 LOGIN anna abcdefghij1234",
		`a1 LOGIN "anna" "abcdefghij1234"`,
		"PASS abcdefghij1234",
		"GOCSPX-abcdefghij1234",
		"http://anna:abcdefghij1234@proxy:3128/",
		"Authorization: Basic YW5uYTphYmNkZWZnaGlqMTIzNA==",
	} {
		text, masks := r.clean([]byte(in))
		for _, part := range []string{"abcdefghi", "deadbeef12", "0123456789", "secretcode", "YWJjZGVmZ2hp", "YmNkZWZnaGlqMTIz", jwt[60:]} {
			if leak := leaks(text, masks, part); leak != "" {
				t.Errorf("%s: %s", in, text)
			}
		}
		if len(masks) == 0 {
			t.Errorf("nothing is masked: %s", text)
		}
	}
}

// ordinary lines say nothing secret and must stay as they are: diagnosis reads
// them.
var ordinary = []string{
	"* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2] Dovecot ready.",
	"250-AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER", "250-AUTH LOGIN PLAIN XOAUTH2", "250 AUTH LOGIN PLAIN", "SASL LOGIN PLAIN XOAUTH2", "SASL PLAIN LOGIN",
	"250-AUTH=PLAIN LOGIN", "* CAPABILITY IMAP4 AUTH=LOGIN", "a OK LOGIN completed", "+OK AUTH PLAIN LOGIN XOAUTH2",
	"a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
	"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [MN2PR05CA0004.namprd05.prod.outlook.com 2023-09-12T20:59:57.214Z 08DBB276B7E699C4]",
	"535-5.7.8 Username and Password not accepted. For more information, go to https://support.google.com/mail/?p=BadCredentials d9443c01a7336-1cf1a5f3c2asm1234567plb.1 - gsmtp",
	`{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`,
	"eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ==",
	`WWW-Authenticate: Bearer realm="x", error="invalid_token"`, `Bearer authorization_uri="https://login.windows.net/common"`, "Bearer authentication is required",
	"POST https://login.microsoftonline.com/common/oauth2/v2.0/token 400",
	`{"error":"invalid_grant","error_description":"AADSTS70008: The refresh token has expired","error_codes":[70008],"trace_id":"c7a1b6f2-0000-4000-8000-5f3c2a1b0d00"}`,
	"grant_type=refresh_token&client_id=11112222-3333-4444-5555-666677778888", "token_type=Bearer&expires_in=3599",
	"response_type=code&code_challenge_method=S256&scope=openid%20offline_access", "error=access_denied&error_code=consent_required",
	"+OK Dovecot ready.", "USER anna@contoso.com", "421 4.7.66 TLS 1.0 and 1.1 are not supported.", "* BYE Autologout; idle for too long",
	"* LIST (\\HasNoChildren) \"/\" \"Passwords/Login data\"", "* 5 FETCH (UID 17 ENVELOPE (\"Mon, 1 Jan 2024 00:00:00 +0000\" \"Your password\" NIL NIL))",
	"TLS 1.3, TLS_AES_128_GCM_SHA256, issued by R3 (Let's Encrypt), expires 2026-09-01",
	"user=anna@contoso.com · Bearer JWT, 1,742 bytes, aud outlook.office.com, until 14:32",
	"LOGIN: the server asks for a password", "code=AUTHENTICATIONFAILED", "state=qwertzuiopqwertz12345",
}

func TestOrdinaryLinesStay(t *testing.T) {
	r := NewRedactor()
	// A JWT shares base64 of JSON with a challenge; an opaque token does not.
	for _, s := range secrets[1:] {
		r.Add("token", NewSecret(s))
	}
	for _, line := range ordinary {
		if text, masks := r.clean([]byte(line)); text != line || masks != nil {
			t.Errorf("%s\nbecame %s", line, text)
		}
	}
}

func TestRedactorIsSafeForConcurrentUse(t *testing.T) {
	r := NewRedactor()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			secret := fmt.Sprintf("secret-number-%d-%s", i, strings.Repeat("x", i))
			r.Add("token", NewSecret(secret))
			for range 50 {
				if text := r.Redact("a " + secret + " b"); strings.Contains(text, secret) {
					t.Error(text)
				}
			}
		})
	}
	all.Wait()
}

func FuzzRedactor(f *testing.F) {
	f.Add("exactly9!", "before", "after", uint64(1))
	f.Add(jwt, "535 ", "", uint64(2))
	f.Add(`a"b\c/d&e%41f=3Dg`, "%", "4", uint64(3))
	f.Fuzz(func(t *testing.T, secret, before, after string, seed uint64) {
		if len(secret) < window || len(secret) > 2000 || len(before)+len(after) > 2000 {
			t.Skip()
		}
		random := rand.New(rand.NewPCG(seed, 1))
		rec := NewTranscript(nil).Recorder(IMAP)
		rec.Mask("token", NewSecret(secret))
		var names []string
		for _, name := range []string{"raw", "base64", "base64 at 1", "base64url at 2", "XOAUTH2", "hex", "form", "path", "json", "all percent", "quoted-printable"} {
			names = append(names, name)
		}
		encoded := encodings[names[random.IntN(len(names))]](secret)
		line := before + encoded + after
		for len(line) > 0 {
			n := 1 + random.IntN(len(line))
			rec.In([]byte(line[:n]), false)
			line = line[n:]
		}
		for _, e := range rec.Transcript().Events() {
			if leak := leaks(e.Text, e.Masks, plainForms(secret, "")...); leak != "" {
				t.Fatalf("%q stands in %q", leak, e.Text)
			}
		}
	})
}

func BenchmarkRedactor(b *testing.B) {
	r := NewRedactor()
	for i := range 5 {
		r.Add("token", NewSecret(strings.Repeat(fmt.Sprintf("%x", rand.Uint64()), 10_000/16+i)))
	}
	lines := make([][]byte, len(ordinary))
	for i, line := range ordinary {
		lines[i] = []byte(line)
	}
	rec := NewTranscript(nil).Recorder(IMAP)
	rec.transcript.Redactor = r
	b.ResetTimer()
	for i := range b.N {
		rec.In(lines[i%len(lines)], false)
	}
}
