package desktop

import (
	"context"
	"sync"
	"time"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/report"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

// beat is how often the window takes what came in, and moves what runs.
const beat = 50 * time.Millisecond

// running is a run beside the window.
type running struct {
	request run.Request
	cancel  context.CancelFunc
	pasted  chan string
	inbox   inbox
}

// inbox holds events between the goroutines of a run and the window. It keeps
// no more than a log does: the oldest go first.
type inbox struct {
	mu     sync.Mutex
	events []wire.Event
}

func (i *inbox) put(e wire.Event) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.events) >= present.MaxLines {
		n := copy(i.events, i.events[present.MaxLines/10:])
		i.events = i.events[:n]
	}
	i.events = append(i.events, e)
}

func (i *inbox) take() []wire.Event {
	i.mu.Lock()
	defer i.mu.Unlock()
	events := i.events
	i.events = nil
	return events
}

// start runs a request for a session and shows it while it goes on.
func (h *shell) start(s *present.Session, r run.Request) {
	if s.Running() || h.ctx.Err() != nil {
		return
	}
	s.Plan = h.plan(r.Account)
	s.Begin(h.now())
	ctx, cancel := context.WithCancel(h.ctx)
	job := &running{request: r, cancel: cancel, pasted: make(chan string, 1)}
	h.runs[s] = job
	r.Handler = auth.Handler{
		Pasted:       job.pasted,
		PasteRefused: func(why string) { h.post(func() { h.pasteRefused(s, job, why) }) },
		Waiting:      func(w auth.Waiting) { h.post(func() { h.waiting(s, job, w) }) },
		BrowserFailed: func(err error) {
			// It may come late: some systems tell only when the browser ends.
			if ctx.Err() == nil {
				h.post(func() { h.browserFailed(s, job, err) })
			}
		},
	}
	r.Device.Waiting = func(w auth.DeviceWaiting) { h.post(func() { h.showCode(s, job, w) }) }
	h.choose(s)
	h.account.Log.SetFollow(true)

	h.workers.Add(1)
	go func() {
		defer h.workers.Done()
		defer cancel()
		beatDone := make(chan struct{})
		stopBeat := make(chan struct{})
		go func() {
			defer close(beatDone)
			h.pulse(s, job, stopBeat)
		}()
		outcome, transcript := h.services.Run(ctx, r, job.inbox.put)
		text := report.Text(outcome, transcript)
		saved := h.services.Accounts()
		close(stopBeat)
		<-beatDone
		if h.ctx.Err() == nil {
			h.post(func() { h.finish(s, job, outcome, text, saved) })
		}
	}()
}

// pulse brings a run's events into the window, a batch at a time, until stop.
// It is called on a goroutine of its own, and waits until the window has taken
// a batch before it posts the next.
func (h *shell) pulse(s *present.Session, job *running, stop <-chan struct{}) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-h.ctx.Done():
			return
		case <-ticker.C:
		}
		taken := make(chan struct{})
		h.post(func() {
			defer close(taken)
			h.tick(s, job)
		})
		select {
		case <-taken:
		case <-stop:
			return
		case <-h.ctx.Done():
			return
		}
	}
}

// tick takes the events that came in and moves what runs.
func (h *shell) tick(s *present.Session, job *running) {
	if h.runs[s] != job {
		return
	}
	before, checking := s.Phase, s.Checking
	events := job.inbox.take()
	s.Apply(events)
	if s.Phase != before || s.Checking != checking {
		h.refresh(s)
	}
	if s != h.current || h.at != onAccount {
		return
	}
	if len(events) > 0 {
		h.account.Log.Update()
	}
	now := h.now()
	h.account.Tick(now, float64(now.UnixMilli()%1200)/1200)
}

// waiting shows that the browser has the word.
func (h *shell) waiting(s *present.Session, job *running, w auth.Waiting) {
	if h.runs[s] != job {
		return
	}
	s.Phase, s.Waiting = present.Browser, w
	h.refresh(s)
}

// showCode shows the code that is to be entered on any device.
func (h *shell) showCode(s *present.Session, job *running, w auth.DeviceWaiting) {
	if h.runs[s] != job {
		return
	}
	s.Phase, s.Code = present.Elsewhere, w
	h.refresh(s)
}

// browserFailed shows that the person has to open the page themselves.
func (h *shell) browserFailed(s *present.Session, job *running, err error) {
	if h.runs[s] != job {
		return
	}
	s.Waiting.BrowserError = err
	h.refresh(s)
}

// pasteRefused tells at the field what is wrong with what was pasted.
func (h *shell) pasteRefused(s *present.Session, job *running, why string) {
	if h.runs[s] == job && s == h.current && h.at == onAccount {
		h.account.Wait.SetPasteNote(present.Sentence(why))
	}
}

// finish shows how a run ended.
func (h *shell) finish(s *present.Session, job *running, o mail.Outcome, text string, saved []mail.Account) {
	if h.runs[s] != job {
		return
	}
	delete(h.runs, s)
	s.Apply(job.inbox.take())
	s.End(o)
	s.Report = text
	if o.SignIn.OK {
		// It is kept where refresh tokens are, and may have been replaced there
		// by its use.
		s.Refresh = wire.Secret{}
	}
	s.SignIn = h.services.SignInState(s.Account)
	for _, a := range saved {
		if a.ID == s.Account.ID {
			s.Account.Revision = a.Revision
		}
	}
	if s == h.current && h.at == onAccount {
		h.account.Lanes.Lanes.SetModel(s.Lanes)
		h.account.Log.Update()
	}
	h.refresh(s)
	if s == h.current && h.at == onAccount {
		h.account.Blame()
	}
	h.tellNotices()
	if s == h.current && h.at == onAccount && !h.asking() && wantsKeyPassword(o.SignIn.Err) {
		h.askKeyPassword(s, o.SignIn.Err, func() {
			r := job.request
			r.KeyPassword = s.KeyPassword()
			h.start(s, r)
		})
	}
}
