package wire

import (
	"fmt"
	"sync"
	"time"
)

// MaxEvents bounds the events that a transcript keeps. The oldest go first.
const MaxEvents = 200_000

// Transcript is the stream of events of one run. It is safe for concurrent
// use.
type Transcript struct {
	// Redactor knows the run's secrets. Every text passes it before it is
	// stored.
	Redactor *Redactor

	start time.Time
	sink  func(Event)

	mu     sync.Mutex
	seq    int
	events []Event
}

// NewTranscript starts a transcript at this moment. The sink, which may be
// nil, gets every event in order, one at a time, on the goroutine where it
// happened: it must not block and must not write to the transcript.
func NewTranscript(sink func(Event)) *Transcript {
	return &Transcript{Redactor: NewRedactor(), start: time.Now(), sink: sink}
}

// Started is when the run began.
func (t *Transcript) Started() time.Time { return t.start }

// Elapsed is the time since the run began.
func (t *Transcript) Elapsed() time.Duration { return time.Since(t.start) }

// Events gives a copy of the events so far: those of the given protocols, or
// all.
func (t *Transcript) Events(protocols ...Protocol) []Event {
	t.mu.Lock()
	defer t.mu.Unlock()
	var events []Event
	for _, e := range t.events {
		if len(protocols) == 0 || contains(protocols, e.Protocol) {
			events = append(events, e)
		}
	}
	return events
}

// Recorder gives the pen of one protocol.
func (t *Transcript) Recorder(p Protocol) *Recorder { return &Recorder{transcript: t, protocol: p} }

func (t *Transcript) add(e Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e.Seq = t.seq
	t.seq++
	e.At = time.Since(t.start)
	if len(t.events) >= MaxEvents {
		t.events = append(t.events[:0], t.events[MaxEvents/10:]...)
	}
	t.events = append(t.events, e)
	if t.sink != nil {
		t.sink(e)
	}
}

func contains(list []Protocol, p Protocol) bool {
	for _, q := range list {
		if q == p {
			return true
		}
	}
	return false
}

// Recorder writes the events of one protocol. It is safe for concurrent use.
type Recorder struct {
	transcript *Transcript
	protocol   Protocol

	mu    sync.Mutex
	steps []Step
}

// Protocol is whose pen it is.
func (r *Recorder) Protocol() Protocol { return r.protocol }

// Transcript is where it writes.
func (r *Recorder) Transcript() *Transcript { return r.transcript }

// Mask registers a secret: from now on it is masked in every text of the run.
// The label says what stands in its place, for example "access token".
func (r *Recorder) Mask(label string, s Secret) { r.transcript.Redactor.Add(label, s) }

// In records a line from the server, without its line end. untrusted says
// that it came before TLS.
func (r *Recorder) In(line []byte, untrusted bool) { r.said(In, line, untrusted) }

// Out records a line to the server, without its line end.
func (r *Recorder) Out(line []byte, untrusted bool) { r.said(Out, line, untrusted) }

// OutMasked records a line of which the part after prefix is a secret;
// summary, in words, stands in its place.
func (r *Recorder) OutMasked(prefix, summary string) {
	prefix = Visible([]byte(prefix))
	summary = Visible([]byte(r.transcript.Redactor.Redact(summary)))
	r.transcript.add(Event{
		Protocol: r.protocol, Kind: Said, Direction: Out, Text: prefix + summary,
		Masks: []Span{{len(prefix), len(prefix) + len(summary)}},
	})
}

// Note records a remark of this program's.
func (r *Recorder) Note(format string, args ...any) {
	r.said(Note, fmt.Appendf(nil, format, args...), false)
}

func (r *Recorder) said(d Direction, line []byte, untrusted bool) {
	text, masks := r.transcript.Redactor.clean(line)
	r.transcript.add(Event{Protocol: r.protocol, Kind: Said, Direction: d, Text: text, Masks: masks, Untrusted: untrusted})
}
