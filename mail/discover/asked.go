package discover

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"mailknock/mail/wire"
)

// dns is who answers DNS questions, as far as this program knows.
const dns = "the name servers"

// askedLog keeps what was asked, in order.
type askedLog struct {
	mu    sync.Mutex
	asked []Asked
	tell  func(int, Asked)
}

func (l *askedLog) add(a Asked) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, a)
	l.say(len(l.asked) - 1)
	return len(l.asked) - 1
}

func (l *askedLog) end(at int, outcome Outcome, result string, took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := &l.asked[at]
	a.Outcome, a.Result, a.Took = outcome, shown(result), took
	l.say(at)
}

func (l *askedLog) say(at int) {
	if l.tell != nil {
		l.tell(at, l.asked[at])
	}
}

// reply is how a question ended, in words.
type reply struct {
	outcome Outcome
	words   string
	// unreadable says that something came, and it is not what belongs there.
	unreadable bool
}

func answered(words string) reply { return reply{outcome: Answered, words: words} }

func nothing(words string) reply { return reply{outcome: Nothing, words: words} }

func failed(words string) reply { return reply{outcome: Failed, words: words} }

func refused(words string) reply { return reply{outcome: Refused, words: words} }

func unreadable(err error) reply {
	return reply{outcome: Failed, words: err.Error(), unreadable: true}
}

// errEnough ends questions that are not needed any more.
var errEnough = errors.New("not waited for: the MX records had named the provider already")

// question is one that stands in the log, to be asked. Those that are asked
// side by side are opened first, so that their order is the same every time.
type question struct {
	s  *survey
	at int
}

func (s *survey) open(who, what, sent string) question {
	return question{s, s.log.add(Asked{Who: who, What: what, Sent: sent})}
}

// ask asks within the deadline and keeps how it ended.
func (q question) ask(ctx context.Context, do func(context.Context) reply) reply {
	start := time.Now()
	ctx, cancel := context.WithTimeout(ctx, q.s.each())
	defer cancel()
	r := do(ctx)
	if r.outcome == Failed && ctx.Err() != nil {
		switch cause := context.Cause(ctx); {
		case errors.Is(cause, errEnough):
			r.words = errEnough.Error()
		case errors.Is(cause, context.DeadlineExceeded):
			r.words = "no answer in time"
		default:
			r.words = "stopped"
		}
	}
	q.s.log.end(q.at, r.outcome, r.words, time.Since(start))
	return r
}

// maxText bounds what is kept of a text from the network, in bytes.
const maxText = 300

// shown makes text from anywhere visible and short.
func shown(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return wire.Visible([]byte(text))
}
