package look

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// TestTextCanBeRead holds the contrast of every text on what it stands on
// (WCAG 2.1: 4.5 for text, 3 for what is large or only beside the point).
func TestTextCanBeRead(t *testing.T) {
	for name, p := range map[string]Palette{"light": light, "dark": dark} {
		for _, c := range []struct {
			what    string
			ink, on color.NRGBA
			least   float64
		}{
			{"text", p.Text, p.Panel, 7},
			{"text on the background", p.Text, p.Background, 7},
			{"dim", p.Dim, p.Panel, 4.5},
			{"dim at the side", p.Dim, p.Side, 4.5},
			{"faint", p.Faint, p.Panel, 3},
			{"accent", p.Accent, p.Panel, 4.5},
			{"accent on its ground", p.Accent, p.AccentSoft, 4.5},
			{"on accent", p.OnAccent, p.Accent, 4.5},
			{"passed", p.Passed, p.PassedSoft, 4.5},
			{"failed", p.Failed, p.FailedSoft, 4.5},
			{"warning", p.Warning, p.Panel, 4.5},
			{"code", p.Text, p.Code, 7},
			{"a marked line", p.Text, p.FailedSoft, 7},
		} {
			if got := Contrast(c.ink, c.on); got < c.least {
				t.Errorf("%s: %s has a contrast of %.2f, at least %.1f is needed", name, c.what, got, c.least)
			}
		}
	}
}

func TestModeOverrulesTheSystem(t *testing.T) {
	a := test.NewTempApp(t)
	for mode, want := range map[Mode]Palette{Light: light, Dark: dark} {
		a.Settings().SetTheme(&Theme{Mode: mode})
		if Current() != want {
			t.Errorf("%s: the palette is another", mode)
		}
		for _, system := range []fyne.ThemeVariant{theme.VariantDark, theme.VariantLight} {
			if got := (&Theme{Mode: mode}).Color(theme.ColorNameForeground, system); got != want.Text {
				t.Errorf("%s, system %d: the text is %v", mode, system, got)
			}
		}
	}
	system := &Theme{}
	if system.Color(theme.ColorNameBackground, theme.VariantDark) != dark.Background ||
		system.Color(theme.ColorNameBackground, theme.VariantLight) != light.Background {
		t.Error("the system's choice is not followed")
	}
}
