package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
)

// Text shows text as it is: nothing in it is parsed. It is one line that ends
// in an ellipsis where the room ends, or a wrapped paragraph.
type Text struct {
	widget.BaseWidget
	spans []Span
	size  float32
	// Wrap makes it a paragraph; MaxLines bounds it when it is not 0.
	Wrap     bool
	MaxLines int
	// Shrink lets a single line be cut: it needs little room of its own.
	Shrink bool
	Align  fyne.TextAlign
	width  float32
	// wrapped remembers the lines at the widths that were asked for last: a
	// layout asks several times.
	wrapped [2]wrapping
}

type wrapping struct {
	key   wrapKey
	lines [][]piece
}

type wrapKey struct {
	width, size float32
	limit       int
	set         bool
}

// NewText makes one line of text.
func NewText(text string, size float32, tone Tone) *Text {
	return NewSpans(size, Span{Text: text, Tone: tone})
}

// NewBold makes one bold line.
func NewBold(text string, size float32, tone Tone) *Text {
	return NewSpans(size, Span{Text: text, Bold: true, Tone: tone})
}

// NewParagraph makes a wrapped text.
func NewParagraph(text string, size float32, tone Tone) *Text {
	t := NewText(text, size, tone)
	t.Wrap = true
	return t
}

// NewMono makes a wrapped text in the monospace font.
func NewMono(text string, tone Tone) *Text {
	t := NewSpans(look.MonoSize, Span{Text: text, Mono: true, Tone: tone})
	t.Wrap = true
	return t
}

// NewSpans makes one line out of several styles.
func NewSpans(size float32, spans ...Span) *Text {
	t := &Text{spans: spans, size: size}
	t.ExtendBaseWidget(t)
	return t
}

// Cut lets the line be cut where the room ends.
func (t *Text) Cut() *Text {
	t.Shrink = true
	return t
}

// String gives the text.
func (t *Text) String() string {
	var all string
	for _, s := range t.spans {
		all += s.Text
	}
	return all
}

// SetText replaces the text and keeps the first span's style.
func (t *Text) SetText(text string) {
	if len(t.spans) == 1 && t.spans[0].Text == text {
		return
	}
	s := Span{}
	if len(t.spans) > 0 {
		s = t.spans[0]
	}
	s.Text = text
	t.SetSpans(s)
}

// SetTone replaces the text and its tone.
func (t *Text) SetTone(text string, tone Tone) {
	s := Span{Text: text, Tone: tone}
	if len(t.spans) > 0 {
		s.Bold, s.Mono = t.spans[0].Bold, t.spans[0].Mono
	}
	t.SetSpans(s)
}

// SetSpans replaces the text.
func (t *Text) SetSpans(spans ...Span) {
	if slices.Equal(t.spans, spans) {
		return
	}
	t.spans = spans
	t.wrapped = [2]wrapping{}
	t.Refresh()
}

func (t *Text) measure(text string, s Span) float32 {
	if text == "" {
		return 0
	}
	return fyne.MeasureText(text, t.sizeOf(s), s.style()).Width
}

// sizeOf gives the size of a span: shapes are a little larger.
func (t *Text) sizeOf(s Span) float32 {
	if s.shape {
		return t.size * 1.2
	}
	return t.size
}

func (t *Text) lineHeight() float32 {
	return float32(int(t.size*1.4 + 0.5))
}

func (t *Text) lines(width float32) [][]piece {
	limit := t.MaxLines
	if !t.Wrap {
		limit = 1
		if !t.Shrink {
			width = 1 << 20
		}
	}
	key := wrapKey{width, t.size, limit, true}
	for _, w := range t.wrapped {
		if w.key == key {
			return w.lines
		}
	}
	lines := breakLines(t.spans, width+0.5, limit, t.measure)
	t.wrapped = [2]wrapping{{key, lines}, t.wrapped[0]}
	return lines
}

// HeightFor gives the height of the wrapped text.
func (t *Text) HeightFor(width float32) float32 {
	if !t.Wrap {
		return t.lineHeight()
	}
	return t.lineHeight() * float32(len(t.lines(width)))
}

// MinSize is the whole line, or a little where the text may be cut or wrapped.
func (t *Text) MinSize() fyne.Size {
	if t.Wrap || t.Shrink {
		w := max(t.width, 24)
		return fyne.NewSize(24, t.HeightFor(w))
	}
	return fyne.NewSize(t.NaturalWidth(), t.lineHeight())
}

// NaturalWidth is the width of the whole text on one line.
func (t *Text) NaturalWidth() float32 {
	var w float32
	for _, s := range split(t.spans) {
		w += t.measure(s.Text, s)
	}
	return w
}

// Resize wraps the text anew.
func (t *Text) Resize(size fyne.Size) {
	changed := t.width != size.Width
	t.width = size.Width
	t.BaseWidget.Resize(size)
	if changed {
		t.Refresh()
	}
}
