package page

import (
	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// DevicePanel is shown while a code waits to be entered on any device.
type DevicePanel struct {
	Root *fyne.Container
	// OnOpen opens the page here, OnCopy gets the code or the address.
	OnOpen func()
	OnCopy func(text string)

	spinner             *widgets.Spinner
	title, text, left   *widgets.Text
	code                *widgets.BigCode
	link, caution, note *widgets.Text
	qr                  *widgets.QR
	scan                *fyne.Container
	shown               present.DeviceCode
}

// NewDevicePanel makes one that is hidden.
func NewDevicePanel() *DevicePanel {
	d := &DevicePanel{
		spinner: widgets.NewSpinner(),
		title:   widgets.NewBold("", look.HeadingSize, widgets.Plain),
		text:    widgets.NewParagraph("", look.BodySize, widgets.Dim),
		left:    widgets.NewText("", look.BodySize, widgets.Dim).Cut(),
		code:    widgets.NewBigCode(),
		link:    widgets.NewMono("", widgets.Plain),
		caution: widgets.NewParagraph("", look.BodySize, widgets.Warning),
		note:    widgets.NewParagraph("", look.SmallSize, widgets.Dim),
		qr:      widgets.NewQR(190),
	}
	d.title.Wrap = true
	d.link.MaxLines = 3
	tool := func(label string, tap func()) *widgets.Button {
		return widgets.NewButton(widgets.Secondary, label, tap)
	}
	code := widgets.TightGround(d.code)
	address := widgets.Ground(d.link)
	left := flow.Column(10,
		flow.Column(3, d.title, d.text),
		flow.Column(6, caption("The code"), flow.Row(8, code, code, tool("Copy", func() { d.OnCopy(d.shown.Code) }))),
		flow.Column(6, caption("The address"), flow.Row(8, address, address,
			tool("Open", func() { d.OnOpen() }), tool("Copy", func() { d.OnCopy(d.shown.URL) }))),
		flow.Row(10, d.left, d.spinner, widgets.NewBold("Waiting for the code", look.BodySize, widgets.Plain), d.left),
		d.caution)
	d.scan = flow.Column(6, caption("Or scan it with a phone"), flow.Row(0, nil, d.qr.Box), d.note)
	d.Root = widgets.Panel(18, 24, flow.Columns(34, 560, []float32{2.2, 1}, left, d.scan))
	d.Root.Hide()
	return d
}

// Set shows what is waited for.
func (d *DevicePanel) Set(c present.DeviceCode) {
	d.shown = c
	d.title.SetText(c.Title)
	d.text.SetText(c.Text)
	d.code.SetCode(c.Code)
	d.link.SetText(c.URL)
	d.caution.SetText("⚠ " + c.Caution)
	d.note.SetText(c.ScanNote)
	show(d.scan, d.qr.Set(c.Scan))
	d.Tick(c, 0)
}

// Tick counts down and turns the ring.
func (d *DevicePanel) Tick(c present.DeviceCode, phase float64) {
	d.left.SetText(c.Left)
	d.spinner.Animate(phase)
}
