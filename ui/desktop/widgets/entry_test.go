package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"mailknock/ui/desktop/look"
)

func TestALineIsSelectedWhole(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(&look.Theme{Mode: look.Light})
	e, view := NewMonoEntry("")
	w := test.NewTempWindow(t, view)
	w.Resize(fyne.NewSize(300, 120))
	lines := []string{"first", "", strings.Repeat("größer ", 40), "after", strings.Repeat("last ", 30)}
	e.SetText(strings.Join(lines, "\n"))
	for n, want := range lines {
		if want == "" {
			continue
		}
		e.SelectLine(n + 1)
		if got := e.SelectedText(); got != want {
			t.Errorf("line %d: %q is selected", n+1, got)
		}
	}
	e.SelectLine(99)
	if got := e.SelectedText(); got != lines[4] {
		t.Errorf("a line that is not there changed the selection: %q", got)
	}
}
