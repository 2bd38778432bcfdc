package modal

import (
	"net/url"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// Lasting answers whether a sign-in will still work next week. openPage shows
// the page that a sentence comes from.
func Lasting(c fyne.Canvas, a present.Lasting, openPage func(address string)) *Modal {
	d := &deferred{}
	title := widgets.NewSpans(look.HeadingSize,
		widgets.Span{Text: a.Status.Shape() + "  ", Tone: widgets.StatusTone(a.Status)}, widgets.Span{Text: a.Title, Bold: true})
	title.Wrap = true
	rows := flow.Column(10, title)
	for _, line := range a.Lines {
		text := flow.Column(1, paragraph(line.Text))
		if line.Source != "" {
			link := widgets.NewButton(widgets.Link, "Where this comes from: "+host(line.Source), func() { openPage(line.Source) })
			text.Add(flow.Row(0, nil, link))
		}
		shape := widgets.NewText(line.Status.Shape(), look.BodySize, widgets.StatusTone(line.Status))
		rows.Add(flow.TopRow(0, text, flow.Fixed(26, 0, shape), text))
	}
	ok := widgets.NewButton(widgets.Primary, "Close", d.close)
	d.modal = open(c, "Will it still work next week?", 560, rows, ok, ok)
	return d.modal
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Host
}
