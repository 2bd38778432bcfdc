package present

import (
	"time"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// Segment is a step in a lane's bar.
type Segment struct {
	Name   wire.StepName
	Status Status
	// Start and End count from the start of the first check.
	Start, End time.Duration
	Detail     string
	// FromSeq and ToSeq bound the events of the step.
	FromSeq, ToSeq int
}

// Label is the step's name as it is shown.
func (s Segment) Label() string { return StepLabel(s.Name) }

// StepLabel is a step's name as people say it.
func StepLabel(n wire.StepName) string {
	switch n {
	case wire.Authenticate:
		return "sign-in"
	case wire.TLS:
		return "TLS"
	case wire.StartTLS:
		return "STARTTLS"
	}
	return string(n)
}

// Lane is one protocol's check.
type Lane struct {
	Protocol wire.Protocol
	Server   string
	Status   Status
	Segments []Segment
	// Took is how long the check has taken so far.
	Took time.Duration
}

// Lanes are the checks of a run on a common axis.
type Lanes struct {
	List []Lane
	base time.Duration
	got  bool
}

// NewLanes gives lanes that wait.
func NewLanes(protocols []wire.Protocol, servers map[wire.Protocol]wire.Server) *Lanes {
	l := &Lanes{}
	for _, p := range protocols {
		lane := Lane{Protocol: p, Status: Waiting}
		if s, ok := servers[p]; ok && s.Port != 0 {
			lane.Server = s.Address()
		} else if ok {
			lane.Server = s.Host
		}
		l.List = append(l.List, lane)
	}
	return l
}

func (l *Lanes) lane(p wire.Protocol) *Lane {
	for i := range l.List {
		if l.List[i].Protocol == p {
			return &l.List[i]
		}
	}
	return nil
}

// Apply takes the start or the end of a step.
func (l *Lanes) Apply(e wire.Event) {
	lane := l.lane(e.Protocol)
	if lane == nil || e.Kind == wire.Said {
		return
	}
	if !l.got {
		l.got, l.base = true, e.Step.Start
	}
	start := max(0, e.Step.Start-l.base)
	switch e.Kind {
	case wire.Began:
		lane.Status = Running
		lane.Segments = append(lane.Segments, Segment{
			Name: e.Step.Name, Status: Running, Start: start, End: start, FromSeq: e.Seq, ToSeq: e.Seq,
		})
	case wire.Ended:
		for i := len(lane.Segments) - 1; i >= 0; i-- {
			s := &lane.Segments[i]
			if s.Name != e.Step.Name || s.Status != Running {
				continue
			}
			s.Status, s.Detail, s.ToSeq = Failed, e.Step.Detail, e.Seq
			if e.Step.OK {
				s.Status = Passed
			}
			s.End = start + e.Step.Duration
			lane.Took = s.End - lane.Segments[0].Start
			return
		}
	}
}

// Tick lets what runs grow to elapsed, which counts from the start of the run.
// It tells whether anything runs.
func (l *Lanes) Tick(elapsed time.Duration) bool {
	running := false
	for i := range l.List {
		lane := &l.List[i]
		n := len(lane.Segments)
		if n == 0 || lane.Status != Running {
			continue
		}
		running = true
		if s := &lane.Segments[n-1]; s.Status == Running {
			s.End = max(s.End, elapsed-l.base)
			lane.Took = s.End - lane.Segments[0].Start
		}
	}
	return running
}

// Finish takes the result of the run: what it does not know was skipped.
func (l *Lanes) Finish(o mail.Outcome) {
	for i := range l.List {
		lane := &l.List[i]
		lane.Status = Skipped
		for j := range lane.Segments {
			if s := &lane.Segments[j]; s.Status == Running {
				s.Status = Skipped
			}
		}
	}
	for _, r := range o.Checks {
		lane := l.lane(r.Protocol)
		if lane == nil {
			continue
		}
		lane.Status, lane.Took = Failed, r.Duration
		switch {
		case r.OK:
			lane.Status = Passed
		case cancelled(r.Err):
			lane.stop()
		}
		if r.Server.Host != "" && r.Server.Port != 0 {
			lane.Server = r.Server.Address()
		}
	}
}

// stop shows that the person ended the check: no step of it failed.
func (l *Lane) stop() {
	l.Status = Stopped
	for i := range l.Segments {
		if s := &l.Segments[i]; s.Status == Failed {
			s.Status = Stopped
		}
	}
}

// End is where the longest lane ends.
func (l *Lanes) End() time.Duration {
	var end time.Duration
	for _, lane := range l.List {
		if n := len(lane.Segments); n > 0 {
			end = max(end, lane.Segments[n-1].End)
		}
	}
	return end
}
