package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"mailknock/ui/desktop/look"
)

// BigCode is a code to be read off and typed elsewhere. It can be selected.
type BigCode struct{ widget.Label }

// NewBigCode makes an empty one.
func NewBigCode() *BigCode {
	c := &BigCode{}
	c.Selectable = true
	c.TextStyle = fyne.TextStyle{Monospace: true}
	c.SizeName = look.SizeNameCode
	c.Wrapping = fyne.TextWrapBreak
	c.ExtendBaseWidget(c)
	return c
}

// SetCode shows a code. A long one is drawn smaller.
func (c *BigCode) SetCode(code string) {
	const short = 12
	c.SizeName = look.SizeNameCode
	if len(code) > short {
		c.SizeName = theme.SizeNameHeadingText
	}
	c.SetText(code)
}

// HeightFor gives the height of the wrapped code.
func (c *BigCode) HeightFor(width float32) float32 {
	size := c.Theme().Size(c.SizeName)
	space := 2 * c.Theme().Size(theme.SizeNameInnerPadding)
	one := fyne.MeasureText("0", size, c.TextStyle)
	fits := max(1, int((width-space)/one.Width))
	n := max(1, (len([]rune(c.Text))+fits-1)/fits)
	return float32(n)*one.Height + space
}

// String gives the code.
func (c *BigCode) String() string { return c.Text }
