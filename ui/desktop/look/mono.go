package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mono is the window's theme with text of MonoSize, for Fyne's own widgets. It
// follows when the window gets another theme.
type Mono struct{}

var _ fyne.Theme = Mono{}

func current() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color gives the window's.
func (Mono) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	return current().Color(name, variant)
}

// Font gives the window's.
func (Mono) Font(style fyne.TextStyle) fyne.Resource { return current().Font(style) }

// Icon gives the window's.
func (Mono) Icon(name fyne.ThemeIconName) fyne.Resource { return current().Icon(name) }

// Size gives the window's, but for the text.
func (Mono) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameText {
		return MonoSize
	}
	return current().Size(name)
}
