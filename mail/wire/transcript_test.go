package wire

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestTranscriptIsBounded(t *testing.T) {
	seen := 0
	tr := NewTranscript(func(e Event) {
		if e.Seq != seen {
			t.Fatalf("event %d came as number %d", e.Seq, seen)
		}
		seen++
	})
	line := strings.Repeat("x", MaxShown)
	for range 3 * MaxBytes / MaxShown {
		tr.add(Event{Kind: Said, Text: line})
	}
	events := tr.Events()
	if n := len(events) * MaxShown; n > MaxBytes || n < MaxBytes/2 {
		t.Errorf("%d bytes are kept", n)
	}
	if events[len(events)-1].Seq != seen-1 {
		t.Error("the newest went")
	}
	for range MaxEvents + 10 {
		tr.add(Event{Kind: Said})
	}
	if n := len(tr.Events()); n > MaxEvents || n < MaxEvents/2 {
		t.Errorf("%d events are kept", n)
	}
}

func TestSinkGetsEventsInOrder(t *testing.T) {
	last := -1
	tr := NewTranscript(func(e Event) {
		if e.Seq != last+1 {
			t.Errorf("%d after %d", e.Seq, last)
		}
		last = e.Seq
	})
	var all sync.WaitGroup
	for _, p := range MailProtocols {
		all.Go(func() {
			for range 200 {
				tr.Recorder(p).Note("x")
			}
		})
	}
	all.Wait()
	if n := len(tr.Events(IMAP, SMTP)); n != 400 || last != 599 {
		t.Errorf("%d events, last %d", n, last)
	}
}

func TestStepReasons(t *testing.T) {
	own, stopped := errors.New("own"), errors.New("the window was closed")
	waits := func(ctx context.Context) (string, error) { <-ctx.Done(); return "", own }
	for name, c := range map[string]struct {
		whole time.Duration
		stop  bool
		f     func(context.Context) (string, error)
		says  string
		check func(error) bool
	}{
		"good":    {f: func(context.Context) (string, error) { return "fine", nil }, says: "fine"},
		"own":     {f: func(context.Context) (string, error) { return "", own }, says: "own"},
		"timeout": {f: waits, says: "no answer within 5s", check: func(err error) bool { var e *TimeoutError; return errors.As(err, &e) && !e.Whole && e.Step == Greeting }},
		"whole": {
			whole: 3 * time.Second, f: waits, says: "no answer within 3s, and the time for the whole check is used up",
			check: func(err error) bool { var e *TimeoutError; return errors.As(err, &e) && e.Whole },
		},
		"stopped": {stop: true, f: waits, says: "stopped", check: func(err error) bool { var e *StoppedError; return errors.As(err, &e) && errors.Is(err, stopped) }},
		"refusal while stopped": {stop: true, f: func(ctx context.Context) (string, error) {
			<-ctx.Done()
			return "", &Refusal{Status: "NO", Text: "no"}
		}, says: "NO no", check: func(err error) bool { var e *StoppedError; return !errors.As(err, &e) }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				if c.whole > 0 {
					var done context.CancelFunc
					ctx, done = context.WithTimeout(ctx, c.whole)
					defer done()
				}
				if c.stop {
					time.AfterFunc(time.Second, func() { cancel(stopped) })
				}
				rec := NewTranscript(nil).Recorder(IMAP)
				err := rec.Step(ctx, Greeting, 5*time.Second, c.f)
				steps := rec.Steps()
				if len(steps) != 1 || steps[0].Detail != c.says || steps[0].OK != (name == "good") {
					t.Errorf("%+v", steps)
				}
				var step *StepError
				if name != "good" && (!errors.As(err, &step) || step.Step != Greeting || c.f != nil && c.check != nil && !c.check(err)) {
					t.Errorf("%v (%T)", err, err)
				}
				if name == "own" && !errors.Is(err, own) {
					t.Error(err)
				}
				events := rec.Transcript().Events()
				if len(events) != 2 || events[0].Kind != Began || events[1].Kind != Ended {
					t.Errorf("%+v", events)
				}
			})
		})
	}
}
