package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"rsc.io/qr"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
)

// QR is a square that a camera reads. It is dark on white in every look: not
// every camera reads the inverse.
type QR struct {
	Box  *fyne.Container
	code *qr.Code
	text string
	draw *canvas.Raster
}

// quiet is the white margin that a camera needs, in modules (ISO/IEC 18004
// section 9.1).
const quiet = 4

var ink, paper = color.NRGBA{A: 0xFF}, color.NRGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}

// NewQR makes one with a side in Fyne's units.
func NewQR(side float32) *QR {
	q := &QR{}
	q.draw = canvas.NewRasterWithPixels(q.pixel)
	white := NewSurface(look.SmallRadius,
		func(look.Palette) color.NRGBA { return paper },
		func(p look.Palette) color.NRGBA { return p.Line })
	q.Box = flow.Fixed(side, side, flow.Stack(white, flow.Pad(2, 2, q.draw)))
	return q
}

// Set shows a text and tells whether that was possible: a code holds some
// 2,300 bytes.
func (q *QR) Set(text string) bool {
	if text == q.text && q.code != nil {
		return true
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		code = nil
	}
	q.text, q.code = text, code
	q.draw.Refresh()
	return code != nil
}

// pixel gives the colour at a place of a picture: all modules are of one whole
// number of pixels, so that they stay sharp.
func (q *QR) pixel(x, y, w, h int) color.Color {
	if q.code == nil {
		return paper
	}
	n := q.code.Size + 2*quiet
	side := min(w, h) / n
	if side == 0 {
		return paper
	}
	x, y = x-(w-n*side)/2, y-(h-n*side)/2
	if x < 0 || y < 0 {
		return paper
	}
	if q.code.Black(x/side-quiet, y/side-quiet) {
		return ink
	}
	return paper
}
