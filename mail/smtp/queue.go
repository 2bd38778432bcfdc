package smtp

import (
	"regexp"
	"strings"
)

// queueIDs are the forms in which servers say how they call a message, the
// most telling first. The one group is the id.
var queueIDs = []*regexp.Regexp{
	regexp.MustCompile(`\[InternalId=(\d+)`),                           // Exchange: <…> [InternalId=…, Hostname=…]
	regexp.MustCompile(`^OK <([^<> ]+)> \[Hostname=`),                  // Exchange Online, submission
	regexp.MustCompile(`(?i)\bqueued(?: on \S+)? as ([^\s,;()]+)`),     // Postfix, Yandex
	regexp.MustCompile(`(?i)\bqueued with id:? ([^\s,;()]+)`),          // Stalwart
	regexp.MustCompile(`(?i)\bqueued \(([^\s()]+)\)`),                  // Haraka
	regexp.MustCompile(`^OK (?:\S+ +)?(\S+) - gsmtp$`),                 // Gmail
	regexp.MustCompile(`\bid=([^\s,;()]+)`),                            // Exim
	regexp.MustCompile(`^<[^<>]*> (\S+) Saved\b`),                      // Dovecot LMTP
	regexp.MustCompile(`^(\S+) Message accepted for delivery`),         // Sendmail
	regexp.MustCompile(`^Ok ([0-9a-f]{10,}(?:-[0-9A-Za-z]+)+)(?: |$)`), // Amazon SES
}

// queueID finds the id in the reply to a message; empty when there is none
// that is known.
func queueID(r reply) string {
	_, text := r.split()
	text = strings.Join(strings.Fields(text), " ")
	for _, form := range queueIDs {
		if found := form.FindStringSubmatch(text); found != nil {
			return strings.TrimRight(found[1], ".")
		}
	}
	return ""
}
