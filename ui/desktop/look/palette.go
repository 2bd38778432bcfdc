// Package look is the program's own face for Fyne: the palette, the sizes, and
// the theme built from both.
package look

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Palette holds every colour that the window uses.
type Palette struct {
	Background, Side, Panel, Line color.NRGBA
	Text, Dim, Faint              color.NRGBA
	Accent, OnAccent              color.NRGBA
	Passed, Failed, Warning       color.NRGBA
	// The soft ones lie behind text of the colour with the same name.
	AccentSoft, PassedSoft, FailedSoft, WarningSoft color.NRGBA
	// Code lies behind what went over a wire, Hover under the pointer, Track
	// where a bar has not been yet.
	Code, Hover, Track color.NRGBA
	// Shadow is see-through.
	Shadow color.NRGBA
}

var (
	light = derive(Palette{
		Background: rgb(0xF4F5F8), Side: rgb(0xECEEF3), Panel: rgb(0xFFFFFF), Line: rgb(0xDDE1E8),
		Text: rgb(0x1A1E26), Dim: rgb(0x5C6675), Accent: rgb(0x3554D1), OnAccent: rgb(0xFFFFFF),
		Passed: rgb(0x177245), Failed: rgb(0xBE2F1A), Warning: rgb(0x9A6700),
		Code: rgb(0xF1F2F5), Track: rgb(0xE2E5EC), Shadow: color.NRGBA{A: 0x22},
	})
	dark = derive(Palette{
		Background: rgb(0x14171D), Side: rgb(0x181C23), Panel: rgb(0x1C2129), Line: rgb(0x2B323D),
		Text: rgb(0xE8ECF2), Dim: rgb(0x9AA5B4), Accent: rgb(0x7C97FF), OnAccent: rgb(0x12151B),
		Passed: rgb(0x4CC38A), Failed: rgb(0xFF7B66), Warning: rgb(0xF0B849),
		Code: rgb(0x12151A), Track: rgb(0x2A313C), Shadow: color.NRGBA{A: 0x66},
	})
)

func derive(p Palette) Palette {
	p.Faint = Blend(p.Dim, p.Panel, 0.78)
	p.AccentSoft = Blend(p.Accent, p.Panel, 0.14)
	p.PassedSoft = Blend(p.Passed, p.Panel, 0.13)
	p.FailedSoft = Blend(p.Failed, p.Panel, 0.14)
	p.WarningSoft = Blend(p.Warning, p.Panel, 0.13)
	p.Hover = Blend(p.Text, p.Panel, 0.05)
	return p
}

// Current gives the palette that is shown now: the one chosen in the menu, or
// the system's.
func Current() Palette {
	settings := fyne.CurrentApp().Settings()
	variant := settings.ThemeVariant()
	if t, ok := settings.Theme().(*Theme); ok {
		variant = t.variant(variant)
	}
	if variant == theme.VariantDark {
		return dark
	}
	return light
}

// Blend gives share of a over the rest of b.
func Blend(a, b color.NRGBA, share float32) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(float32(x)*share + float32(y)*(1-share) + 0.5) }
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xFF}
}

// Contrast is the contrast ratio of two colours, from 1 to 21 (WCAG 2.1).
func Contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}
