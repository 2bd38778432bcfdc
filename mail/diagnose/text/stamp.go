package text

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// stamp is a time stamp, or another counter that logs begin with.
var stamp = regexp.MustCompile(`^[\s\[(<]*(?:` +
	`\d{4}[-/.]\d\d?[-/.]\d\d?(?:[T _,;-]+\d\d?:\d\d(?::\d\d)?(?:[.,:]\d+)?)?(?:\s?(?:Z|UTC|GMT|[AP]M|[+-]\d\d:?\d\d))?` +
	`|\d\d?[-/.]\d\d?[-/.]\d{2,4}[T ,]+\d\d?:\d\d(?::\d\d)?(?:[.,:]\d+)?(?:\s?[AP]M)?` +
	`|(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?(?:\d\d?[ -/])?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ -/]+(?:\d{4}|\d\d?)?,?[ T:]*(?:\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?:\s\d{4})?(?:\s?(?:Z|UTC|GMT|[AP]M|[+-]\d{4}))?` +
	`|\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s?[AP]M)?` +
	`|\d{9,13}(?:\.\d+)?` +
	`|\+?\d+(?:\.\d+)?\s?ms` +
	`)[\])>]*[\s:|,-]*`)

var (
	yearFirst = regexp.MustCompile(`^\W*(\d{4})[-/.](\d\d?)[-/.](\d\d?)`)
	monthName = regexp.MustCompile(`^\W*(?:[A-Z][a-z]{2,8},?\s+)?(?:(\d\d?)[ ./-])?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ ,./-]+(?:(\d\d?)\b)?`)
	yearLast  = regexp.MustCompile(`[ /-](20\d\d)\b`)
	clock     = regexp.MustCompile(`(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(?:\s?([AP])M)?`)
)

// The years of moments whose stamps name none: not 1, whose first moment is
// the zero time, and for a month and a day a leap year.
const (
	noDate = 2
	noYear = 4
)

// moment gives the time that a stamp names, as far as moments of one log can be
// told apart by it. Zero where it names none, or a date whose parts may stand in
// any order.
func moment(stamp string) time.Time {
	var date [3]int
	switch {
	case yearFirst.MatchString(stamp):
		m := yearFirst.FindStringSubmatch(stamp)
		date = [3]int{number(m[1]), number(m[2]), number(m[3])}
	case monthName.MatchString(stamp):
		m := monthName.FindStringSubmatch(stamp)
		month, _ := time.Parse("Jan", m[2])
		date = [3]int{noYear, int(month.Month()), max(1, number(cmp.Or(m[1], m[3])))}
		if y := yearLast.FindStringSubmatch(stamp); y != nil {
			date[0] = number(y[1])
		}
	case strings.Contains(stamp, "/"), !strings.Contains(stamp, ":"):
		return time.Time{}
	default:
		date = [3]int{noDate, 1, 1}
	}
	m := clock.FindStringSubmatch(stamp)
	if m == nil {
		return time.Time{}
	}
	hour := number(m[1])
	switch m[5] {
	case "A":
		hour %= 12
	case "P":
		hour = hour%12 + 12
	}
	fraction, _ := strconv.ParseFloat("0."+m[4]+"0", 64)
	return time.Date(date[0], time.Month(date[1]), date[2], hour, number(m[2]), number(m[3]), int(fraction*1e9), time.UTC)
}

// Backwards tells whether the moment at lies before another. A clock without a
// date may have gone past midnight, and a date without a year past its end.
func Backwards(before, at time.Time) bool {
	step := at.Sub(before)
	switch at.Year() {
	case noDate:
		return step < 0 && step >= -12*time.Hour
	case noYear:
		return step < 0 && step >= -300*24*time.Hour
	}
	return step < 0
}

// number reads digits; none are 0.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
