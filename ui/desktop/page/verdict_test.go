package page

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// TestButtonsOfAFailureStayInSight: however much there is to read, the buttons
// stand above the card's lower edge, outside what scrolls.
func TestButtonsOfAFailureStayInSight(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1280, Height: 820}, {Width: 1000, Height: 680}} {
		for name, s := range map[string]*present.Session{"failed": failedSession(2), "hostile": hostileSession()} {
			a := test.NewTempApp(t)
			a.Settings().SetTheme(&look.Theme{Mode: look.Light})
			page := NewAccount()
			page.Set(s, noon)
			w := test.NewTempWindow(t, frame(page.Root, "1"))
			w.Resize(size)
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			card := page.Verdict.Root
			lower := at(card).Y + card.Size().Height
			for _, o := range page.Verdict.foot.Objects {
				if y := at(o).Y; o.Size().Height < 20 || y+o.Size().Height > lower || lower > size.Height {
					t.Errorf("%s at %v: a button at %v, the card ends at %v", name, size, y, lower)
				}
			}
			if n := len(page.Verdict.foot.Objects); n != 3 {
				t.Errorf("%s: %d buttons", name, n)
			}
		}
	}
}
