package page

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// what is the advice of a cause as numbered steps.
func (v *causeView) what(c present.Cause) fyne.CanvasObject {
	var head fyne.CanvasObject = caption("What to do")
	if c.ForAdmin() {
		link := widgets.NewButton(widgets.Link, "Copy a message to them", func() { v.OnCopy(c.Text()) })
		head = flow.Row(8, head, head, link)
	}
	column := []fyne.CanvasObject{head}
	for i, a := range c.Advice {
		text := widgets.NewParagraph(a.Text, look.BodySize, widgets.Plain)
		column = append(column, numbered(i+1, look.BodySize, text))
		if a.Code != "" {
			column = append(column, flow.Inset(0, 0, 0, 22, widgets.Code(a.Code, 0, func() { v.OnCopy(a.Code) })))
		}
	}
	if len(c.Advice) == 0 {
		text := "Mailknock does not know this answer yet. The server's own words on the left are all there is: send them, with the report, to whoever runs the server."
		column = append(column, widgets.NewParagraph(text, look.BodySize, widgets.Plain))
	}
	if len(c.Sources) > 0 {
		column = append(column, caption("Read more"))
	}
	for _, source := range c.Sources {
		link := widgets.NewText(strings.TrimPrefix(source, "https://"), look.SmallSize, widgets.Accent).Cut()
		column = append(column, widgets.NewTappable(link, func() { v.OnOpen(source) }))
	}
	return flow.Column(6, column...)
}

// numbered puts a number before a paragraph.
func numbered(n int, size float32, o fyne.CanvasObject) fyne.CanvasObject {
	number := widgets.NewText(strconv.Itoa(n)+".", size, widgets.Plain)
	return flow.TopRow(0, o, flow.Fixed(22, 0, number), o)
}

// titleRow is a title with a chip after it where there is room, else below.
func titleRow(title *widgets.Text, chip *widgets.Chip) fyne.CanvasObject {
	return &fyne.Container{Layout: flow.Trail(10), Objects: []fyne.CanvasObject{title, chip.Box}}
}
