package diagnose

import (
	"io"
	"slices"
	"strings"

	"mailknock/mail"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/diagnose/likeness"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Reading is what was understood of a text.
type Reading struct {
	// Causes stand best first; empty when nothing was recognised.
	Causes []mail.Cause
	// Marks are the lines that decided, in order.
	Marks []Mark
	// Decoded is what was encoded in the text, in order.
	Decoded []Decoded
}

// Mark is a line that decided.
type Mark struct {
	// Line counts from 1.
	Line int
	// Text is the line, masked and visible.
	Text string
}

// Decoded is something that was encoded in the text.
type Decoded struct {
	Line int
	// What is what it is, in words; Text is what it says, masked and visible.
	What, Text string
}

// Explain reads a pasted text of any client, to its end, in bounded memory.
// It blocks as long as r does, asks nobody and keeps nothing. The error is r's
// own. Everything in the Reading is masked and visible.
func Explain(r io.Reader, hint Hint) (Reading, error) {
	lines, err := text.Read(r, telling.tells)
	if err != nil {
		return Reading{}, err
	}
	s := newScene(lines, hint)
	s.model = likeness.Default()
	redactor := wire.NewRedactor()
	text.Secrets(redactor, s.lines, s.decoded)
	list := s.judge(families)
	reading := Reading{Marks: s.marks(list, redactor), Decoded: s.shownDecoded(redactor)}
	best := -1
	if len(list) > 0 {
		best = list[0].first
	}
	values := s.values(s.host(best))
	for k, o := range list {
		values["host"] = s.host(o.first)
		reading.Causes = append(reading.Causes, mail.Cause{
			ID: o.cause, Title: cause.Get(o.cause).Title, Confidence: confidence(list, k),
			Who: s.who(o.cause), Evidence: s.evidence(o, redactor), Advice: clean(redactor, cause.Get(o.cause).Steps(values)),
		})
	}
	return reading, nil
}

// maxEvidence is how many lines are quoted for a cause, and maxQuote how long
// each may be.
const (
	maxEvidence = 4
	maxQuote    = 400
)

func (s *scene) evidence(o opinion, r *wire.Redactor) []string {
	var list []string
	for _, note := range o.notes {
		if note != likeNote {
			list = append(list, shown(r, note))
		}
	}
	if o.first >= 0 {
		list = append(list, s.quote(o.first, r))
	}
	for _, line := range o.lines {
		if q := s.quote(line, r); len(list) < maxEvidence && !slices.Contains(list, q) {
			list = append(list, q)
		}
	}
	if slices.Contains(o.notes, likeNote) {
		list = append(list, likeNote)
	}
	return list
}

// quote gives a line as it may leave the program.
func (s *scene) quote(i int, r *wire.Redactor) string {
	l := s.lines[i]
	if l.Decoded {
		return "decoded: " + shown(r, l.Text)
	}
	return shown(r, strings.TrimSpace(l.Raw))
}

func shown(r *wire.Redactor, t string) string {
	if len(t) > 4*maxQuote {
		t = strings.ToValidUTF8(t[:4*maxQuote], "")
	}
	t = wire.Visible([]byte(r.Redact(t)))
	if len(t) > maxQuote {
		t = strings.ToValidUTF8(t[:maxQuote], "") + "…"
	}
	return t
}

func clean(r *wire.Redactor, list []string) []string {
	for i := range list {
		list[i] = wire.Visible([]byte(r.Redact(list[i])))
	}
	return list
}

func (s *scene) marks(list []opinion, r *wire.Redactor) []Mark {
	var at []int
	for _, o := range list {
		for n, line := range o.lines {
			if n < maxEvidence && !slices.Contains(at, line) {
				at = append(at, line)
			}
		}
	}
	slices.Sort(at)
	var marks []Mark
	for _, i := range at {
		if n := len(marks); n > 0 && marks[n-1].Line == s.lines[i].Number {
			continue
		}
		marks = append(marks, Mark{Line: s.lines[i].Number, Text: shown(r, strings.TrimSpace(s.lines[i].Raw))})
	}
	return marks
}

// shownDecoded gives what was decoded, tokens and passwords described instead of
// shown.
func (s *scene) shownDecoded(r *wire.Redactor) []Decoded {
	var list []Decoded
	for _, d := range s.decoded {
		out := Decoded{Line: s.lines[d.Line].Number, What: string(d.What)}
		switch d.What {
		case text.Bearer:
			out.Text = sasl.Describe(sasl.XOAUTH2, sasl.Credentials{User: d.User, Token: wire.NewSecret(d.Token)})
		case text.Plain:
			out.Text = "user=" + d.User + " · a password"
		case text.Token:
			out.Text = describe(d.Info)
		default:
			out.Text = d.Plain
		}
		out.Text = shown(r, out.Text)
		list = append(list, out)
	}
	return list
}
