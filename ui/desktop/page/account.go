package page

import (
	"time"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/present"
)

// Account is the right side of the window: an account, its last run, and the
// log.
type Account struct {
	Root    *fyne.Container
	Head    *Head
	Lanes   *LanesPanel
	Wait    *WaitPanel
	Device  *DevicePanel
	Verdict *VerdictCard
	Log     *LogPanel

	session *present.Session
	wait    present.Wait
}

// NewAccount makes one; the callbacks of its parts are not set yet.
func NewAccount() *Account {
	a := &Account{
		Head: NewHead(), Lanes: NewLanesPanel(), Wait: NewWaitPanel(), Device: NewDevicePanel(),
		Verdict: NewVerdictCard(), Log: NewLogPanel(),
	}
	a.Root = &fyne.Container{
		Layout: &stage{gap: 12, squeeze: a.Verdict.Root, grow: a.Log.Root, least: 190},
		Objects: []fyne.CanvasObject{
			flow.Inset(0, 0, 2, 0, a.Head.Root), a.Wait.Root, a.Device.Root, a.Lanes.Root, a.Verdict.Root, a.Log.Root,
		},
	}
	a.Lanes.Lanes.OnStep = a.chooseStep
	a.Lanes.OnClose = func() {
		a.session.Chosen = present.Choice{}
		a.Root.Refresh()
	}
	a.Verdict.OnLayout = func() { a.Root.Refresh() }
	a.Verdict.OnEvidence = func(seq int) {
		a.session.Chosen = present.Choice{On: true, From: seq, To: seq}
		a.Log.Reveal(seq)
		if line, ok := a.session.Log.At(a.session.Log.Index(seq)); ok && line.Seq == seq {
			a.Log.ShowLine(line)
		}
	}
	return a
}

// Set shows a session, whole.
func (a *Account) Set(s *present.Session, now time.Time) {
	a.session = s
	a.Lanes.Set(s.Lanes)
	a.Log.Set(s)
	a.Update(now)
}

// Update shows what changed in the session, but for the log.
func (a *Account) Update(now time.Time) {
	s := a.session
	a.Head.Set(present.NewHeader(s, now), s)
	waiting := s.Phase == present.Browser
	show(a.Wait.Root, waiting)
	if waiting {
		a.wait = present.NewWait(s, now)
		a.Wait.Set(a.wait)
	}
	elsewhere := s.Phase == present.Elsewhere
	show(a.Device.Root, elsewhere)
	if elsewhere {
		a.Device.Set(present.NewDeviceCode(s, now))
	}
	a.Verdict.Set(s)
	a.Root.Refresh()
}

// Tick animates what runs. phase goes from 0 to 1, again and again.
func (a *Account) Tick(now time.Time, phase float64) {
	s := a.session
	switch s.Phase {
	case present.Browser:
		a.Wait.Tick(present.NewWait(s, now), phase)
	case present.Elsewhere:
		a.Device.Tick(present.NewDeviceCode(s, now), phase)
	}
	if s.Lanes.Tick(now.Sub(s.Started)) {
		a.Lanes.Lanes.Animate(phase)
	}
}

// Blame brings the first line that speaks for a failure in view.
func (a *Account) Blame() {
	first := -1
	for seq := range a.session.Blamed {
		if first < 0 || seq < first {
			first = seq
		}
	}
	if first >= 0 {
		a.Log.Reveal(first)
	}
}

func (a *Account) chooseStep(lane, step int) {
	segment, ok := a.session.ChooseStep(lane, step)
	if !ok {
		return
	}
	a.Lanes.Lanes.Select(lane, step)
	a.Lanes.ShowStep(a.session.Lanes.List[lane], segment)
	a.Root.Refresh()
	a.Log.Reveal(a.session.Chosen.From)
}
