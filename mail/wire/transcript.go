package wire

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// MaxEvents and MaxBytes bound the events that a transcript keeps, and their
// texts. The oldest go first; Seq and the sink are not bounded.
const (
	MaxEvents = 200_000
	MaxBytes  = 32 << 20
)

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
	bytes  int
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
		if len(protocols) == 0 || slices.Contains(protocols, e.Protocol) {
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
	t.events = append(t.events, e)
	t.bytes += e.size()
	if len(t.events) > MaxEvents || t.bytes > MaxBytes {
		t.forget()
	}
	if t.sink != nil {
		t.sink(e)
	}
}

// forget drops the oldest events until a tenth of the room is free.
func (t *Transcript) forget() {
	n := 0
	for ; n < len(t.events)-1 && (len(t.events)-n > MaxEvents/10*9 || t.bytes > MaxBytes/10*9); n++ {
		t.bytes -= t.events[n].size()
	}
	t.events = slices.Delete(t.events, 0, n)
}

func (e Event) size() int { return len(e.Text) + len(e.Step.Detail) + 16*len(e.Masks) }

// Recorder writes the events of one protocol. It is safe for concurrent use.
type Recorder struct {
	transcript *Transcript
	protocol   Protocol

	mu    sync.Mutex
	steps []Step
	// tails are the ends of the last lines, for secrets that are cut over two.
	tails map[Direction][]byte
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
func (r *Recorder) In(line []byte, untrusted bool) {
	r.stretch(In, line, len(line), untrusted)
}

// Out records a line to the server, without its line end.
func (r *Recorder) Out(line []byte, untrusted bool) {
	r.stretch(Out, line, len(line), untrusted)
}

// OutMasked records a line of which the part after prefix is a secret;
// summary, in words, stands in its place.
func (r *Recorder) OutMasked(prefix, summary string) {
	prefix, masks := r.transcript.Redactor.clean([]byte(prefix))
	summary, _ = r.transcript.Redactor.clean([]byte(summary))
	r.transcript.add(Event{
		Protocol: r.protocol, Kind: Said, Direction: Out, Text: prefix + summary,
		Masks: append(masks, Span{len(prefix), len(prefix) + len(summary)}),
	})
}

// Note records a remark of this program's.
func (r *Recorder) Note(format string, args ...any) {
	line := fmt.Appendf(nil, format, args...)
	text, masks := r.transcript.Redactor.clean(line)
	r.transcript.add(Event{Protocol: r.protocol, Kind: Said, Direction: Note, Text: text, Masks: masks})
}

// stretch records a line of the given length, of which line is the beginning.
func (r *Recorder) stretch(d Direction, line []byte, length int, untrusted bool) {
	r.mu.Lock()
	text, masks := r.transcript.Redactor.cleanAfter(r.tails[d], line, length)
	if r.tails == nil {
		r.tails = map[Direction][]byte{}
	}
	tail := slices.Concat(r.tails[d], []byte("\r\n"), line[max(0, len(line)-reach):])
	r.tails[d] = tail[max(0, len(tail)-reach):]
	r.mu.Unlock()
	r.transcript.add(Event{Protocol: r.protocol, Kind: Said, Direction: d, Text: text, Masks: masks, Untrusted: untrusted})
}
