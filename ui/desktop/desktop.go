// Package desktop is the window. It and the packages below it are the only
// ones that import Fyne.
//
// The parts: look has the colours and sizes, flow the layouts, widgets what
// is drawn, present the words and the state without any toolkit, page the
// parts of the window, modal the dialogs. This package joins them with the
// services: it starts and stops runs beside the window and brings what they
// tell back into it.
package desktop

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"mailknock/assets"
	"mailknock/ui/desktop/look"
)

// appID is that of FyneApp.toml.
const appID = "io.github.mailknock.Mailknock"

// Options say how the window starts.
type Options struct {
	// Sandbox chooses the built-in provider at the start.
	Sandbox bool
}

// Run opens the window and blocks until it is closed. It must be called on
// the main goroutine. Runs that go on are stopped then.
func Run(s Services, version string, o Options) error {
	a := app.NewWithID(appID)
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.IconPNG))
	mode := look.Mode(a.Preferences().String(prefMode))
	a.Settings().SetTheme(&look.Theme{Mode: mode})
	w := a.NewWindow("Mailknock")
	w.SetMaster()
	h := newShell(context.Background(), a, w, s, version, post)
	w.SetContent(h.root)
	w.SetPadded(false)
	w.Resize(sizeAtStart(a.Preferences(), a.Settings().Scale()))
	w.CenterOnScreen()
	w.SetCloseIntercept(h.quit)
	w.SetOnClosed(h.close)
	h.begin(o)
	w.ShowAndRun()
	h.close()
	return nil
}

// The names of what the window remembers: light, dark, or neither; its size.
const (
	prefMode   = "look"
	prefWidth  = "width"
	prefHeight = "height"
)

// sizeAtStart gives the size that the window had last. The first time it is
// one that fits a Full HD screen.
func sizeAtStart(p fyne.Preferences, scale float32) fyne.Size {
	width, height := 1280.0, 820.0
	if scale > 1.2 {
		width, height = 1240, 700
	}
	w, h := p.FloatWithFallback(prefWidth, width), p.FloatWithFallback(prefHeight, height)
	return fyne.NewSize(float32(min(max(w, 860), 4000)), float32(min(max(h, 520), 4000)))
}

func keepSize(p fyne.Preferences, size fyne.Size) {
	p.SetFloat(prefWidth, float64(size.Width))
	p.SetFloat(prefHeight, float64(size.Height))
}
