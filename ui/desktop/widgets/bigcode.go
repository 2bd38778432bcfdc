package widgets

import (
	"fyne.io/fyne/v2"
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

// String gives the code.
func (c *BigCode) String() string { return c.Text }
