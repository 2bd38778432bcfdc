package diagnose

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"mailknock/mail/diagnose/text"
)

var (
	// waitFor is a time to wait with its unit: "try again in 15 minutes",
	// "retry after 45 seconds", "please wait 3600 seconds".
	waitFor = regexp.MustCompile(`(?i)\b(?:retry|again|wait|backoff time)\b(?:[\s:=]+(?:after|in|for|at least|another|about))*[\s:=]+(\d+|an?|one)\s*(ms|milliseconds?|s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|days?)\b`)
	// retryAfter is HTTP's header, and fields of JSON that are named after it: in
	// seconds (RFC 9110 section 10.2.3).
	retryAfter = regexp.MustCompile(`(?i)\bretry[-_]?after["']?\s*[:=]\s*["']?(\d+)\b`)
	// notBefore is a moment instead: "Retry after 2026-03-01T10:40:00.000Z".
	notBefore = regexp.MustCompile(`(?i)\bretry[-_ ]?after["']?[\s:=]+["']?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)`)
	// ownRetry is a client that tells of its own plans.
	ownRetry = alternatives("retrying|will retry|will try again|trying again|reconnect")
)

// units are those of waitFor, by how they begin; the first that fits counts.
var units = []struct {
	begins string
	is     time.Duration
}{
	{"mil", time.Millisecond}, {"ms", time.Millisecond}, {"m", time.Minute}, {"s", time.Second}, {"h", time.Hour}, {"d", 24 * time.Hour},
}

// longestWait is what a server may ask for in earnest.
const longestWait = 365 * 24 * time.Hour

// waiting gives how long a server says to wait, in words; "" when none does.
func (s *scene) waiting() string {
	for _, l := range s.lines {
		if l.Side == text.Client || holds(l.Words, ownRetry) {
			continue
		}
		if m := notBefore.FindStringSubmatch(l.Text); m != nil {
			return "until " + m[1]
		}
		if m := waitFor.FindStringSubmatch(l.Text); m != nil {
			return waitWords(m[1], m[2])
		}
		if m := retryAfter.FindStringSubmatch(l.Text); m != nil {
			return waitWords(m[1], "s")
		}
	}
	return ""
}

func waitWords(number, unit string) string {
	n := int64(1)
	switch strings.ToLower(number) {
	case "a", "an", "one":
	default:
		var err error
		if n, err = strconv.ParseInt(number, 10, 64); err != nil {
			return ""
		}
	}
	for _, u := range units {
		if strings.HasPrefix(strings.ToLower(unit), u.begins) {
			if n > int64(longestWait/u.is) {
				return ""
			}
			return inWords(time.Duration(n) * u.is)
		}
	}
	return ""
}

// inWords gives a time to wait in the largest unit that tells it whole.
func inWords(d time.Duration) string {
	d = max(d.Round(time.Second), time.Second)
	n, unit := int(d/time.Second), "second"
	switch {
	case d%time.Hour == 0:
		n, unit = int(d/time.Hour), "hour"
	case d%time.Minute == 0:
		n, unit = int(d/time.Minute), "minute"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}
