package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is whether the window follows the system, or is dark or light.
type Mode string

// The modes; their text is what the preferences keep.
const (
	System Mode = ""
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// Theme dresses Fyne's own widgets like the ones of this program. It is used
// on Fyne's goroutine only.
type Theme struct{ Mode Mode }

var _ fyne.Theme = (*Theme)(nil)

func (t *Theme) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.Mode {
	case Light:
		return theme.VariantLight
	case Dark:
		return theme.VariantDark
	}
	return system
}

// Color gives the palette's colour for one of Fyne's names.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := light
	if t.variant(variant) == theme.VariantDark {
		p = dark
	}
	switch name {
	case theme.ColorNameBackground:
		return p.Background
	case theme.ColorNameForeground:
		return p.Text
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.Accent
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnError,
		theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return p.OnAccent
	case theme.ColorNameButton, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return p.Panel
	case theme.ColorNameSeparator:
		return p.Line
	case theme.ColorNameInputBorder:
		// A field of this program draws its own border (widgets.Entry).
		return color.Transparent
	case theme.ColorNameInputBackground, theme.ColorNameHeaderBackground, theme.ColorNameDisabledButton:
		return p.Background
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p.Faint
	case theme.ColorNameHover:
		return p.Hover
	case theme.ColorNamePressed, theme.ColorNameSelection, theme.ColorNameFocus:
		return p.AccentSoft
	case theme.ColorNameSuccess:
		return p.Passed
	case theme.ColorNameError:
		return p.Failed
	case theme.ColorNameWarning:
		return p.Warning
	case theme.ColorNameScrollBar:
		return p.Faint
	case theme.ColorNameScrollBarBackground:
		return color.Transparent
	case theme.ColorNameShadow:
		return p.Shadow
	}
	return theme.DefaultTheme().Color(name, t.variant(variant))
}

// Font gives Fyne's own fonts.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon gives Fyne's own icons.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size gives the program's size for one of Fyne's names.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case SizeNameMono:
		return MonoSize
	case SizeNameCode:
		return CodeSize
	case theme.SizeNameText:
		return BodySize
	case theme.SizeNameCaptionText:
		return CaptionSize
	case theme.SizeNameHeadingText:
		return TitleSize
	case theme.SizeNameSubHeadingText:
		return HeadingSize
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius,
		theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return Radius
	case theme.SizeNameDialogRadius:
		return Radius + Unit
	case theme.SizeNameSelectionRadius:
		return SmallRadius
	case theme.SizeNameScrollBar:
		return 10
	}
	return theme.DefaultTheme().Size(name)
}

// Dense is the theme inside a list: no space between the rows.
type Dense struct{ fyne.Theme }

// Size leaves out the padding.
func (d Dense) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNamePadding, theme.SizeNameSelectionRadius:
		return 0
	}
	return d.Theme.Size(name)
}
