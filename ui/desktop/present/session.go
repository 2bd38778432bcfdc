package present

import (
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// Phase is where an account's run is.
type Phase int

// The phases.
const (
	Idle Phase = iota
	// Working is between the start and the end of a run, Browser the part of
	// it in which the browser has the word, Elsewhere the one in which a code
	// waits to be entered on any device.
	Working
	Browser
	Elsewhere
	Done
)

// Session is one account in the window, with its last run. It is used on one
// goroutine.
type Session struct {
	Account  mail.Account
	Provider provider.Provider
	// Fault is the title of what the sandbox plays.
	Fault string
	// Saved tells that the account is in the list; Changed that what is shown
	// differs from what was saved.
	Saved, Changed bool
	SignIn         run.SignInState
	Plan           run.Plan
	// Secret is the client secret, typed and not saved yet; Token a given
	// access token, Refresh a given refresh token.
	Secret, Token, Refresh wire.Secret

	// TokenInfo is what is known of the access token that came last; its Kind
	// is empty when none came.
	TokenInfo token.Info

	// keyPassword opens keyFile.
	keyPassword wire.Secret
	keyFile     string

	// Saving says what is done to save it; empty: nothing.
	Saving string

	Phase Phase
	// Checking tells that a check has begun: the sign-in is over.
	Checking bool
	Started  time.Time
	// Trial is the experiment that the run was; nil: it was the account as it
	// is.
	Trial   *diagnose.Experiment
	Waiting auth.Waiting
	Code    auth.DeviceWaiting
	Log     *Log
	Lanes   *Lanes
	Outcome *mail.Outcome
	Verdict *Verdict
	Report  string
	// Blamed are the numbers of the log's lines that speak for the verdict.
	Blamed map[int]bool
	// Chosen is what is selected in the log.
	Chosen Choice
}

// Choice is a part of the log: the events of a protocol from one number to
// another. The zero Choice is nothing.
type Choice struct {
	On       bool
	Protocol wire.Protocol
	From, To int
}

// Has tells whether an event is chosen.
func (c Choice) Has(e wire.Event) bool {
	return c.On && (c.Protocol == "" || c.Protocol == e.Protocol) && e.Seq >= c.From && e.Seq <= c.To
}

// NewSession shows an account that has not run yet.
func NewSession(a mail.Account, p provider.Provider, plan run.Plan) *Session {
	return &Session{
		Account: a, Provider: p, Plan: plan,
		Log: NewLog(MaxLines), Lanes: NewLanes(a.Protocols, plan.Servers),
	}
}

// SetKeyPassword remembers the password of the account's key file. It is
// forgotten when the window is closed.
func (s *Session) SetKeyPassword(password wire.Secret) {
	s.keyPassword, s.keyFile = password, s.Account.KeyFile
}

// KeyPassword gives it; empty where none is known for the file that the
// account has now.
func (s *Session) KeyPassword() wire.Secret {
	if s.keyFile != s.Account.KeyFile {
		return wire.Secret{}
	}
	return s.keyPassword
}

// Begin clears what the last run left.
func (s *Session) Begin(now time.Time) {
	s.clear()
	s.Phase, s.Started = Working, now
}

// Show puts events that belong to no run in the place of the last run.
func (s *Session) Show(events []wire.Event) {
	s.clear()
	s.Apply(events)
}

// Append puts events that belong to no run below those of the last one. at is
// the moment when they began.
func (s *Session) Append(events []wire.Event, at time.Time) {
	if s.Log.Total() == 0 {
		s.Show(events)
		return
	}
	next, later := s.Log.Last()+1, at.Sub(s.Started)
	for _, e := range events {
		e.Seq, e.At = e.Seq+next, e.At+later
		s.Log.Add(e)
	}
}

func (s *Session) clear() {
	filter := s.Log.Filter()
	s.Phase, s.Checking, s.Trial = Idle, false, nil
	s.Log = NewLog(MaxLines)
	s.Log.SetFilter(filter)
	s.Lanes = NewLanes(s.Account.Protocols, s.Plan.Servers)
	s.Outcome, s.Verdict, s.Report, s.Blamed = nil, nil, "", nil
	s.Waiting, s.Code, s.Chosen = auth.Waiting{}, auth.DeviceWaiting{}, Choice{}
}

// Apply takes events of the run.
func (s *Session) Apply(events []wire.Event) {
	s.Log.Add(events...)
	for _, e := range events {
		if e.Protocol != wire.OAuth && s.Running() {
			s.Phase, s.Checking = Working, true
		}
		s.Lanes.Apply(e)
	}
}

// End takes the outcome of the run.
func (s *Session) End(o mail.Outcome) {
	s.Phase, s.Outcome = Done, &o
	if o.SignIn.OK {
		s.TokenInfo = o.SignIn.Token
	}
	s.Lanes.Finish(o)
	v := NewVerdict(o, s.Lanes, s.Log)
	s.Verdict = &v
	s.Blamed = v.Blamed
	if s.Trial != nil {
		v.tried(*s.Trial, o)
		return
	}
	if len(o.Checks) == 0 || v.Status == Stopped {
		return
	}
	last := map[wire.Protocol]mail.LastResult{}
	for p, r := range s.Account.Last {
		last[p] = r
	}
	for _, c := range o.Checks {
		if cancelled(c.Err) {
			continue
		}
		last[c.Protocol] = lastResult(o, c, last[c.Protocol].Good)
	}
	s.Account.Last = last
}

func lastResult(o mail.Outcome, c mail.Result, good time.Time) mail.LastResult {
	r := mail.LastResult{OK: c.OK, Time: o.Started, Good: good}
	if c.OK {
		r.Good = o.Started
	}
	for _, step := range c.Steps {
		if !step.OK {
			r.Words = StepLabel(step.Name)
		}
	}
	return r
}

// Running tells whether a run goes on.
func (s *Session) Running() bool { return s.Phase == Working || s.Awaits() }

// Awaits tells whether the person has to do something outside of the window.
func (s *Session) Awaits() bool { return s.Phase == Browser || s.Phase == Elsewhere }

// Page gives the address where the person is awaited; empty: nowhere.
func (s *Session) Page() string {
	switch s.Phase {
	case Browser:
		return s.Waiting.URL
	case Elsewhere:
		return s.Code.VerificationURI
	}
	return ""
}

// ChooseStep selects the lines of a step and gives it.
func (s *Session) ChooseStep(lane, step int) (Segment, bool) {
	if lane < 0 || lane >= len(s.Lanes.List) {
		return Segment{}, false
	}
	l := s.Lanes.List[lane]
	if step < 0 || step >= len(l.Segments) {
		return Segment{}, false
	}
	g := l.Segments[step]
	to := g.ToSeq
	if g.Status == Running {
		to = int(^uint(0) >> 1)
	}
	s.Chosen = Choice{On: true, Protocol: l.Protocol, From: g.FromSeq, To: to}
	return g, true
}
