package present

import (
	"slices"

	"mailknock/mail"
	"mailknock/mail/diagnose"
)

// Experiments gives what could be tried after the last run.
func (s *Session) Experiments() []diagnose.Experiment {
	if s.Outcome == nil || s.Running() {
		return nil
	}
	return slices.DeleteFunc(diagnose.Experiments(*s.Outcome), func(e diagnose.Experiment) bool {
		return s.Trial != nil && e.Label == s.Trial.Label
	})
}

// tried says what an experiment has shown of the checks that it is about. Where
// one of them did not come to its end it shows nothing.
func (v *Verdict) tried(e diagnose.Experiment, o mail.Outcome) {
	shown := ""
	for _, c := range o.Checks {
		switch {
		case !slices.Contains(e.Protocols, c.Protocol):
		case cancelled(c.Err):
			return
		case !c.OK:
			shown = e.Failed
		case shown == "":
			shown = e.Passed
		}
	}
	if shown != "" {
		v.Summary = shown
	}
}
