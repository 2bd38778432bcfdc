package desktop

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"mailknock/mail/diagnose"
	"mailknock/ui/desktop/present"
)

// reading is a text that is being explained beside the window.
type reading struct{ cancel context.CancelFunc }

func (h *shell) connectExplain() {
	e := h.explain
	e.OnExplain = h.explainText
	e.OnStop = h.stopReading
	e.OnChange = func() {
		h.stopReading()
		h.updateMenu()
	}
	e.OnPaste = h.pasteLog
	e.OnFile = h.openLog
	e.OnToken = h.inspectAny
	// The entry takes a paste itself while it has the focus.
	h.window.Canvas().AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) {
		if h.at == onExplain && h.modal == nil {
			h.pasteLog()
		}
	})
	e.OnCopy, e.OnOpen = h.copy, h.open
	e.OnReport = h.copyReport
}

// showExplain opens the page where a text is explained. The text and the
// answer from before are still there.
func (h *shell) showExplain() {
	h.edited = nil
	h.goTo(onExplain)
	h.showList()
	h.updateMenu()
	h.window.Canvas().Focus(h.explain.First())
}

// explainText reads the text of the page beside the window.
func (h *shell) explainText() {
	source, ok := h.explain.Source()
	if !ok || h.at != onExplain {
		return
	}
	h.stopReading()
	ctx, cancel := context.WithCancel(h.ctx)
	job := &reading{cancel: cancel}
	h.reading = job
	h.explain.SetRunning(true)
	h.updateMenu()
	hint := h.explain.Hint()
	var answer present.Explanation
	var err error
	h.work(func(context.Context) {
		defer cancel()
		var r diagnose.Reading
		r, err = read(ctx, source, hint)
		answer = present.NewExplanation(r)
	}, func() {
		if h.reading != job {
			return // it was stopped, or the text is another one now
		}
		h.reading = nil
		if err != nil {
			h.explain.SetProblem("The text could not be read: " + err.Error())
		} else {
			h.explain.SetAnswer(answer)
		}
		h.updateMenu()
	})
}

func read(ctx context.Context, s present.Source, hint diagnose.Hint) (diagnose.Reading, error) {
	r, err := s.Open()
	if err != nil {
		return diagnose.Reading{}, err
	}
	defer r.Close()
	return diagnose.Explain(&stoppable{ctx, r}, hint)
}

// stopReading ends it; what comes of it is not shown.
func (h *shell) stopReading() {
	if h.reading == nil {
		return
	}
	h.reading.cancel()
	h.reading = nil
	h.explain.SetRunning(false)
	h.updateMenu()
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
