package desktop

import (
	"context"
	"time"
)

// sayFor is how long a confirmation can be read.
const sayFor = 4 * time.Second

// say confirms in the header, for a moment, that something was done.
func (h *shell) say(text string) {
	if h.at != onAccount {
		return
	}
	h.said++
	said := h.said
	h.account.Head.Say(text)
	over := time.NewTimer(h.sayFor)
	h.work(func(ctx context.Context) {
		defer over.Stop()
		select {
		case <-over.C:
		case <-ctx.Done():
		}
	}, func() {
		if h.said == said {
			h.account.Head.Say("")
		}
	})
}

// unsay takes the confirmation away.
func (h *shell) unsay() {
	h.said++
	h.account.Head.Say("")
}
