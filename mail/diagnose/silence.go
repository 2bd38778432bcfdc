package diagnose

import (
	"regexp"
	"time"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// silent is how long a server says nothing before the end of a connection is
// taken for a timeout, and longest is what no client waits.
const (
	silent  = 15 * time.Second
	longest = 10 * time.Minute
)

var (
	opening = alternatives("connecting|accepting|new incoming connection|opening connection|establishing|trying|connect to|connection from|client connected")
	ending  = alternatives("disconnect|connection closed|closed connection|connection lost|lost connection|closed the connection|eof |hung up|dropped|gave up|aborted")
	stamped = regexp.MustCompile(`\b(\d\d:\d\d:\d\d)\b`)
)

// silence finds a connection that was opened, on which nothing was said, and
// which ended a good while later: the log's time stamps tell what its words,
// "disconnected", leave out.
func silence(s *scene, found emit) {
	if s.protocol == wire.OAuth {
		return
	}
	opened := time.Time{}
	for i, l := range s.lines {
		m := stamped.FindString(l.Raw)
		if m == "" {
			continue
		}
		at, err := time.Parse(time.TimeOnly, m)
		switch {
		case err != nil:
		case holds(l.Words, ending):
			if d := at.Sub(opened); !opened.IsZero() && d >= silent && d <= longest {
				found("net.timeout", 0.76, i)
			}
			opened = time.Time{}
		case holds(l.Words, opening):
			opened = at
		case l.Side == text.Server:
			opened = time.Time{}
		}
	}
}
