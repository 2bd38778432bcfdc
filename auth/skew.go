package auth

import (
	"net/http"
	"time"
)

// maxSkew is how far two clocks may differ before it is worth a word.
const maxSkew = time.Minute

// skew compares the Date header with the local clock, and notes a difference
// of more than a minute. The header has whole seconds and was written on the
// way, so that less means nothing.
func (x *exchange) skew(header http.Header) time.Duration {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	skew := date.Sub(x.now().Round(0)).Round(time.Second)
	switch {
	case skew > maxSkew:
		x.rec.Note("The clock of this computer is %s behind the provider's (Date: %s). Set it right: tokens are judged by the time.",
			skew, date.UTC().Format(time.RFC3339))
	case skew < -maxSkew:
		x.rec.Note("The clock of this computer is %s ahead of the provider's (Date: %s). Set it right: tokens are judged by the time.",
			-skew, date.UTC().Format(time.RFC3339))
	}
	return skew
}
