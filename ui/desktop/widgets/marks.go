package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// Badge is the letter of a provider on a soft square.
type Badge struct {
	Box    *fyne.Container
	letter *Text
}

// NewBadge makes one of the given side.
func NewBadge(letter string, side, size float32) *Badge {
	t := NewBold(letter, size, Accent)
	t.Align = fyne.TextAlignCenter
	t.Shrink = true
	back := NewSurface(side/5+1, func(p look.Palette) color.NRGBA { return p.AccentSoft }, nil)
	gap := (side - t.lineHeight()) / 2
	return &Badge{flow.Fixed(side, side, flow.Stack(back, flow.Pad(gap, 0, t))), t}
}

// SetLetter replaces the letter.
func (b *Badge) SetLetter(letter string) { b.letter.SetText(letter) }

// Chip is a word on a soft ground of its tone: a status or a confidence.
type Chip struct {
	Box  *fyne.Container
	text *Text
	back *Surface
	tone Tone
	soft bool
}

// NewChip makes one. width is its least width.
func NewChip(width float32) *Chip {
	c := &Chip{text: NewBold("", look.CaptionSize, Accent), soft: true}
	c.text.Align = fyne.TextAlignCenter
	c.back = NewSurface(look.SmallRadius, func(p look.Palette) color.NRGBA {
		if !c.soft {
			return color.NRGBA{}
		}
		return c.tone.Soft(p)
	}, nil)
	c.Box = flow.Stack(c.back, flow.Pad(2, 7, c.text))
	if width > 0 {
		c.Box = flow.Fixed(width, 0, c.Box)
	}
	return c
}

// Set replaces the word and the tone.
func (c *Chip) Set(text string, tone Tone) {
	c.tone = tone
	c.text.SetTone(text, tone)
	c.back.Refresh()
}

// SetStatus shows a status: its shape, its word and its colour.
func (c *Chip) SetStatus(s present.Status) {
	c.soft = s == present.Passed || s == present.Failed || s == present.Warned || s == present.Running
	c.Set(s.Shape()+" "+s.Word(), StatusTone(s))
}
