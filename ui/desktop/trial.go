package desktop

import (
	"mailknock/mail/diagnose"
	"mailknock/ui/run"
)

// try runs the account with one thing changed, to tell causes apart.
func (h *shell) try(e diagnose.Experiment) {
	if s, ok := h.usable(); ok {
		h.start(s, run.Try(request(s), e))
		s.Trial = &e
	}
}

// adopt puts what an experiment changed in the account, and checks it.
func (h *shell) adopt(e diagnose.Experiment) {
	if s, ok := h.usable(); ok {
		s.Account = run.Keep(s.Account, e)
		s.Changed = s.Saved
		h.check()
	}
}
