package page

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// LanesPanel is the time bars of a run with the detail of a chosen step.
type LanesPanel struct {
	Root  *fyne.Container
	Lanes *widgets.Lanes
	// OnCopy gets the detail, OnClose is called when it was closed.
	OnCopy  func(text string)
	OnClose func()

	detail *fyne.Container
	title  *widgets.Text
	text   *widgets.Text
}

// NewLanesPanel makes one.
func NewLanesPanel() *LanesPanel {
	l := &LanesPanel{Lanes: widgets.NewLanes(), title: widgets.NewSpans(look.SmallSize).Cut(), text: widgets.NewMono("", widgets.Plain)}
	l.text.MaxLines = 6
	copyIt := widgets.NewButton(widgets.Link, "Copy", func() { l.OnCopy(l.text.String()) })
	closeIt := widgets.NewButton(widgets.Link, "Close", func() {
		l.CloseDetail()
		l.OnClose()
	})
	head := flow.Row(14, l.title, l.title, copyIt, closeIt)
	l.detail = flow.Inset(6, 0, 4, 0, flow.Column(6, widgets.Rule(), head, l.text))
	l.detail.Hide()
	l.Root = widgets.Panel(8, 14, flow.Column(0, l.Lanes, l.detail))
	return l
}

// Set shows other lanes.
func (l *LanesPanel) Set(m *present.Lanes) {
	l.Lanes.SetModel(m)
	l.detail.Hide()
}

// ShowStep opens the detail of a step.
func (l *LanesPanel) ShowStep(lane present.Lane, s present.Segment) {
	l.title.SetSpans(
		widgets.Span{Text: present.ProtocolName(lane.Protocol) + " " + s.Label(), Bold: true},
		widgets.Span{Text: "   " + s.Status.Shape() + " " + s.Status.Word(), Tone: widgets.StatusTone(s.Status)},
		widgets.Span{Text: "   " + present.Took(s.End-s.Start) + ", from " + present.Took(s.Start), Tone: widgets.Dim},
	)
	text := s.Detail
	if text == "" {
		text = "This step has nothing to tell."
		if s.Status == present.Running {
			text = "This step is going on."
		}
	}
	l.text.SetText(text)
	l.detail.Show()
}

// CloseDetail closes it.
func (l *LanesPanel) CloseDetail() {
	l.Lanes.Select(-1, -1)
	l.detail.Hide()
}
