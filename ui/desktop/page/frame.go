package page

import (
	"image/color"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
)

// Frame puts the sidebar and a page beside each other.
func Frame(side *Sidebar, content fyne.CanvasObject) *fyne.Container {
	background := widgets.Fill(func(p look.Palette) color.NRGBA { return p.Background })
	line := widgets.Fill(func(p look.Palette) color.NRGBA { return p.Line })
	page := flow.Inset(16, 20, 14, 20, content)
	return &fyne.Container{Layout: frameLayout{}, Objects: []fyne.CanvasObject{background, side.Root, line, page}}
}

// frameLayout gives the sidebar a fifth of the width, within bounds.
type frameLayout struct{}

func (frameLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(860, objects[3].MinSize().Height)
}

func (frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side := min(300, max(232, size.Width*0.197))
	put := func(o fyne.CanvasObject, x, w float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
	}
	put(objects[0], 0, size.Width)
	put(objects[1], 0, side)
	put(objects[2], side, 1)
	put(objects[3], side+1, size.Width-side-1)
}
