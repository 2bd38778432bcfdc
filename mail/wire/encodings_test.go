package wire

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"mime/quotedprintable"
	"net/url"
	"strings"
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
	"base32":        func(s string) string { return base32.StdEncoding.EncodeToString([]byte(s)) },
	"base32 at 3":   func(s string) string { return base32.StdEncoding.EncodeToString([]byte("abc" + s)) },
	"backwards":     backwards,
	"turned base64": func(s string) string { return backwards(base64.StdEncoding.EncodeToString([]byte(s))) },
	"base64 turned": func(s string) string { return base64.StdEncoding.EncodeToString([]byte(backwards(s))) },
	"byte list":     func(s string) string { return fmt.Sprint([]byte(s)) },
	"comma list":    func(s string) string { return percent(s, "%d, ") },
	"hex list":      func(s string) string { return percent(s, "0x%02x, ") },
	"colon hex":     func(s string) string { return percent(s, "%02X:") },
	"code points":   func(s string) string { return percent(s, "U+%04X ") },
	"octal":         func(s string) string { return percent(s, `\%03o`) },
	"python":        func(s string) string { return percent(s, `\U%08x`) },
	"rust":          func(s string) string { return percent(s, `\u{%x}`) },
	"open numbers":  func(s string) string { return percent(s, "&#%d") },
	"long numbers":  func(s string) string { return percent(s, "&#x%08x;") },
	"no-break":      func(s string) string { return spread(s, "\u00a0") },
	"zero-width":    func(s string) string { return spread(s, "\u200b") },
	"shell lines":   func(s string) string { return spread(s, "\\\r\n") },
	"UTF-16":        func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" },
}

func percent(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return b.String()
}

// spread puts something between every two characters.
func spread(s, between string) string { return strings.Join(strings.Split(s, ""), between) }

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
