package token

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
)

// The bounds of what is kept of a claim.
const (
	maxText = 512
	maxList = 100
)

// claims is a JSON object whose values are decoded one by one, so that one odd
// claim does not cost the others.
type claims map[string]json.RawMessage

// text gives the first of the named claims that is a text and not empty.
func (c claims) text(names ...string) string {
	for _, name := range names {
		var s string
		if json.Unmarshal(c[name], &s) == nil && s != "" {
			return cut(s)
		}
	}
	return ""
}

// list reads a text or an array of texts. words says that a text holds
// several, with spaces between them.
func (c claims) list(name string, words bool) []string {
	var one string
	if json.Unmarshal(c[name], &one) == nil {
		if words {
			return bound(strings.Fields(one))
		}
		return bound([]string{one})
	}
	var many []any
	if json.Unmarshal(c[name], &many) != nil {
		return nil
	}
	var list []string
	for _, v := range many {
		if s, ok := v.(string); ok {
			list = append(list, s)
		}
	}
	return bound(list)
}

// time reads seconds since 1970 (RFC 7519 section 2, NumericDate): a number
// with or without a fraction, or, off the standard, a text that holds one.
func (c claims) time(name string) time.Time {
	text := strings.Trim(string(c[name]), `"`)
	seconds, err := strconv.ParseFloat(text, 64)
	const endOfYear9999 = 253402300799
	if err != nil || !(seconds > 0 && seconds <= endOfYear9999) {
		return time.Time{}
	}
	whole, _ := math.Modf(seconds)
	return time.Unix(int64(whole), 0)
}

func bound(list []string) []string {
	var kept []string
	for _, s := range list {
		if s == "" {
			continue
		}
		if len(kept) == maxList {
			break
		}
		kept = append(kept, cut(s))
	}
	return kept
}

func cut(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "") + "…"
	}
	return s
}
