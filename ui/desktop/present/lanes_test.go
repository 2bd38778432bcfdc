package present

import (
	"testing"
	"time"

	"mailknock/mail"
	"mailknock/mail/wire"
)

func began(p wire.Protocol, name wire.StepName, start time.Duration) wire.Event {
	return wire.Event{Protocol: p, Kind: wire.Began, Step: wire.Step{Name: name, Start: start}}
}

func ended(p wire.Protocol, name wire.StepName, start, took time.Duration, ok bool) wire.Event {
	return wire.Event{Seq: 9, Protocol: p, Kind: wire.Ended, Step: wire.Step{Name: name, Start: start, Duration: took, OK: ok, Detail: "x"}}
}

func TestLanesStartWithTheFirstCheck(t *testing.T) {
	const s, ms = time.Second, time.Millisecond
	l := NewLanes([]wire.Protocol{wire.IMAP, wire.SMTP}, map[wire.Protocol]wire.Server{wire.IMAP: {Host: "h", Port: 993}})
	if l.List[0].Server != "h:993" || l.List[0].Status != Waiting {
		t.Errorf("before: %+v", l.List[0])
	}
	// Half a minute went to the browser.
	l.Apply(began(wire.OAuth, wire.Connect, 0))
	l.Apply(began(wire.IMAP, wire.Connect, 30*s))
	l.Apply(began(wire.SMTP, wire.Connect, 30*s+5*ms))
	l.Apply(ended(wire.IMAP, wire.Connect, 30*s, 20*ms, true))
	if got := l.List[0].Segments[0]; got.Start != 0 || got.End != 20*ms || got.Status != Passed {
		t.Errorf("connect: %+v", got)
	}
	if !l.Tick(30*s + 50*ms) {
		t.Error("nothing runs")
	}
	if got := l.List[1].Segments[0]; got.Start != 5*ms || got.End != 50*ms || got.Status != Running {
		t.Errorf("what runs did not grow: %+v", got)
	}
	if l.End() != 50*ms {
		t.Errorf("the axis ends at %v", l.End())
	}
}

func TestStepsMayComeTwice(t *testing.T) {
	l := NewLanes([]wire.Protocol{wire.SMTP}, nil)
	for _, ok := range []bool{true, false} {
		l.Apply(began(wire.SMTP, wire.Capabilities, 0))
		l.Apply(ended(wire.SMTP, wire.Capabilities, 0, time.Millisecond, ok))
	}
	if s := l.List[0].Segments; len(s) != 2 || s[0].Status != Passed || s[1].Status != Failed {
		t.Errorf("segments: %+v", s)
	}
}

func TestWhatDidNotRunWasSkipped(t *testing.T) {
	l := NewLanes(wire.MailProtocols, nil)
	l.Apply(began(wire.SMTP, wire.Connect, 0))
	l.Finish(mail.Outcome{Checks: []mail.Result{{Protocol: wire.IMAP, OK: true}, {Protocol: wire.SMTP}}})
	for i, want := range []Status{Passed, Skipped, Failed} {
		if got := l.List[i].Status; got != want {
			t.Errorf("%s: %s, want %s", l.List[i].Protocol, got.Word(), want.Word())
		}
	}
	if got := l.List[2].Segments[0].Status; got != Skipped {
		t.Errorf("a step that never ended is %s", got.Word())
	}
	if l.Tick(time.Hour) {
		t.Error("something still runs")
	}
}

func TestAxisHasRoundNumbers(t *testing.T) {
	for _, c := range []struct {
		end  time.Duration
		last string
		max  time.Duration
	}{
		{0, "20 ms", 20 * time.Millisecond},
		{561 * time.Millisecond, "600 ms", 600 * time.Millisecond},
		{3012 * time.Millisecond, "4000 ms", 4 * time.Second},
		{28 * time.Second, "30 s", 30 * time.Second},
	} {
		a := NewAxis(c.end)
		if a.Max != c.max || a.Ticks[len(a.Ticks)-1].Label != c.last || a.Max < c.end {
			t.Errorf("NewAxis(%v) = %+v", c.end, a)
		}
	}
}

func TestDurationsInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "<1 ms", 412 * time.Millisecond: "412 ms", 1234 * time.Millisecond: "1,234 ms", 12 * time.Second: "12.0 s",
	} {
		if got := Took(d); got != want {
			t.Errorf("Took(%v) = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-time.Second: "0:00", 61 * time.Second: "1:01", 278 * time.Second: "4:38"} {
		if got := Clock(d); got != want {
			t.Errorf("Clock(%v) = %q, want %q", d, got, want)
		}
	}
}
