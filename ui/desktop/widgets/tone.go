// Package widgets holds what the window is made of: drawn for this program,
// without any knowledge of what it does. Every widget is used on Fyne's
// goroutine only.
package widgets

import (
	"image/color"

	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// Tone is the colour of a text, by what it means.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Dim
	Faint
	Accent
	OnAccent
	Passed
	Failed
	Warning
)

// Of gives the colour of the tone.
func (t Tone) Of(p look.Palette) color.NRGBA {
	switch t {
	case Dim:
		return p.Dim
	case Faint:
		return p.Faint
	case Accent:
		return p.Accent
	case OnAccent:
		return p.OnAccent
	case Passed:
		return p.Passed
	case Failed:
		return p.Failed
	case Warning:
		return p.Warning
	}
	return p.Text
}

// Soft gives the colour that lies behind text of the tone.
func (t Tone) Soft(p look.Palette) color.NRGBA {
	switch t {
	case Accent:
		return p.AccentSoft
	case Passed:
		return p.PassedSoft
	case Failed:
		return p.FailedSoft
	case Warning:
		return p.WarningSoft
	}
	return p.Code
}

// StatusTone gives the tone of a status.
func StatusTone(s present.Status) Tone {
	switch s {
	case present.Running:
		return Accent
	case present.Passed:
		return Passed
	case present.Failed:
		return Failed
	case present.Warned:
		return Warning
	case present.Stopped:
		return Dim
	}
	return Faint
}
