// Package modal holds the dialogs of the window. Each closes on Escape; the
// window's key handler calls [Modal.Close] for it. They are used on Fyne's
// goroutine only and know no service.
package modal

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
)

// Modal is an open dialog.
type Modal struct {
	// OnClosed is called once, however it was closed.
	OnClosed func()

	// stop, which may be nil, ends what the dialog waits for.
	stop    func()
	canvas  fyne.Canvas
	pop     *widget.PopUp
	content *fyne.Container
	width   float32
	closed  bool
}

// open shows a dialog: a title, a body that scrolls when it is high, and
// buttons on the right.
func open(c fyne.Canvas, title string, width float32, body fyne.CanvasObject, focus fyne.Focusable, buttons ...fyne.CanvasObject) *Modal {
	m := &Modal{canvas: c, width: width}
	head := widgets.NewBold(title, look.HeadingSize, widgets.Plain)
	head.Wrap = true
	space := widgets.NewText("", look.BodySize, widgets.Plain).Cut()
	row := flow.Row(8, space, append([]fyne.CanvasObject{space}, buttons...)...)
	scroll := flow.Scroll(flow.Pad(2, 3, body))
	m.content = flow.Loose(flow.Pad(18, 21, flow.Grow(14, scroll, flow.Pad(0, 3, head), scroll, flow.Pad(0, 3, row))))
	m.pop = widget.NewModalPopUp(m.content, c)
	m.fit()
	m.pop.Show()
	m.fit()
	if focus != nil {
		c.Focus(focus)
	}
	return m
}

// fit gives the dialog its height, within the window's.
func (m *Modal) fit() {
	size := m.canvas.Size()
	const margin, highest = 60, 640
	w := min(m.width, size.Width-margin)
	m.pop.Resize(fyne.NewSize(w, min(flow.Height(m.content, w), size.Height-margin, highest)))
	m.content.Refresh()
	// The toolkit puts it in the middle again only when it lays it out.
	for _, o := range m.canvas.Overlays().List() {
		o.Refresh()
	}
}

// Close closes it. It may be called again.
func (m *Modal) Close() {
	if m.closed {
		return
	}
	m.closed = true
	m.pop.Hide()
	if m.stop != nil {
		m.stop()
	}
	if m.OnClosed != nil {
		m.OnClosed()
	}
}

// Closed tells whether it was closed.
func (m *Modal) Closed() bool { return m.closed }

// deferred lets buttons close a dialog that does not exist yet.
type deferred struct{ modal *Modal }

func (d *deferred) close() {
	if d.modal != nil {
		d.modal.Close()
	}
}

// cancel is the button that closes a dialog and does nothing else.
func (d *deferred) cancel(label string) *widgets.Button {
	return widgets.NewButton(widgets.Secondary, label, d.close)
}

func paragraph(text string) *widgets.Text {
	return widgets.NewParagraph(text, look.BodySize, widgets.Plain)
}

func dim(text string) *widgets.Text { return widgets.NewParagraph(text, look.SmallSize, widgets.Dim) }
