package desktop

import (
	"context"

	"mailknock/mail/discover"
	"mailknock/ui/desktop/present"
)

// survey is a domain that is being asked beside the window.
type survey struct{ cancel context.CancelFunc }

// showDomain opens the page where a mail domain is checked. What was typed and
// answered before is still there.
func (h *shell) showDomain() {
	h.edited = nil
	h.goTo(onDomain)
	h.showList()
	h.updateMenu()
	h.window.Canvas().Focus(h.domain.First())
}

// askDomain asks the domain of the page beside the window.
func (h *shell) askDomain() {
	name := h.domain.Text()
	if name == "" || h.at != onDomain {
		return
	}
	h.stopDomain()
	ctx, cancel := context.WithCancel(h.ctx)
	job := &survey{cancel}
	h.survey = job
	h.domain.SetRunning(true)
	h.updateMenu()
	var rows []discover.Row
	var err error
	h.work(func(context.Context) {
		defer cancel()
		rows, err = h.services.Conformance(ctx, name, "", false)
	}, func() {
		if h.survey != job {
			return // it was stopped, or the domain is another one now
		}
		h.survey = nil
		if err != nil {
			h.domain.SetProblem(err.Error())
		} else {
			h.domain.SetAnswer(present.NewConformance(name, rows))
		}
		h.updateMenu()
	})
}

// stopDomain ends it; what comes of it is not shown.
func (h *shell) stopDomain() {
	if h.survey == nil {
		return
	}
	h.survey.cancel()
	h.survey = nil
	h.domain.SetRunning(false)
	h.updateMenu()
}
