package token

import (
	"strconv"
	"strings"
	"time"
)

// Summary describes the token in one line that holds nothing secret:
// "JWT, 1,742 bytes, aud outlook.office.com, until 14:32". Times are local;
// the day is told when it is not today.
func (i Info) Summary() string { return i.summary(time.Now()) }

func (i Info) summary(now time.Time) string {
	if i.Length == 0 {
		return "no token"
	}
	name := "opaque"
	if i.Kind == JWT {
		name = "JWT"
	}
	parts := []string{name, Thousands(i.Length) + " bytes"}
	if len(i.Audience) > 0 {
		parts = append(parts, "aud "+shortAudience(i.Audience))
	}
	if !i.Expires.IsZero() {
		word := "until "
		if !i.Expires.After(now) {
			word = "expired "
		}
		parts = append(parts, word+clock(i.Expires.In(now.Location()), now))
	}
	return strings.Join(parts, ", ")
}

func clock(t, now time.Time) string {
	if t.Year() == now.Year() && t.YearDay() == now.YearDay() {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}

func shortAudience(list []string) string {
	var short []string
	for n, aud := range list {
		if n == 3 {
			short = append(short, "…")
			break
		}
		aud = strings.TrimSuffix(strings.TrimPrefix(aud, "https://"), "/")
		if len(aud) > 60 {
			aud = strings.ToValidUTF8(aud[:60], "") + "…"
		}
		short = append(short, aud)
	}
	return strings.Join(short, " ")
}

// Thousands writes n with a comma between the thousands.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
