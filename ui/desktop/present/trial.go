package present

import (
	"slices"

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

// tried says what an experiment has shown.
func (v *Verdict) tried(e diagnose.Experiment) {
	switch v.Status {
	case Passed:
		v.Summary = e.Passed
	case Failed:
		v.Summary = e.Failed
	}
}
