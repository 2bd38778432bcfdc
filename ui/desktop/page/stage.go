package page

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
)

// stage puts parts below each other. One of them grows, with a least height;
// where the room is short, another is squeezed, and scrolls inside.
type stage struct {
	gap           float32
	squeeze, grow fyne.CanvasObject
	least         float32
}

// MinSize is small: what does not fit is squeezed.
func (l *stage) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 480) }

// Layout gives every part its height, then the rest to the one that grows.
func (l *stage) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	heights := map[fyne.CanvasObject]float32{}
	left := size.Height
	n := 0
	for _, o := range objects {
		if !flow.Visible(o) {
			continue
		}
		n++
		if o != l.grow {
			heights[o] = flow.Height(o, size.Width)
			left -= heights[o]
		}
	}
	left -= l.gap * float32(max(0, n-1))
	if short := l.least - left; short > 0 && l.squeeze.Visible() {
		const readable = 120
		cut := min(short, max(0, heights[l.squeeze]-readable))
		heights[l.squeeze] -= cut
		left += cut
	}
	heights[l.grow] = max(left, 80)
	var y float32
	for _, o := range objects {
		if !flow.Visible(o) {
			continue
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, heights[o]))
		y += heights[o] + l.gap
	}
}
