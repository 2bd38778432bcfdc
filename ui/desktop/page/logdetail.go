package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

func (l *LogPanel) buildDetail() {
	l.detailTitle = widgets.NewBold("", look.CaptionSize, widgets.Dim).Cut()
	l.detailText = widget.NewLabel("")
	l.detailText.Selectable = true
	l.detailText.Wrapping = fyne.TextWrapBreak
	l.detailText.TextStyle.Monospace = true
	l.detailText.SizeName = look.SizeNameMono
	copyLine := widgets.NewButton(widgets.Link, "Copy line", func() { l.OnCopy(l.line.String()) })
	closeIt := widgets.NewButton(widgets.Link, "Close", func() {
		l.session.Chosen = present.Choice{}
		l.closeDetail()
	})
	title := flow.Inset(6, 14, 0, 14, flow.Row(14, l.detailTitle, l.detailTitle, copyLine, closeIt))
	text := flow.Inset(0, 4, 2, 6, flow.Fixed(0, 84, container.NewVScroll(l.detailText)))
	l.detail = flow.Column(0, widgets.Rule(), title, text)
	l.detail.Hide()
}

func (l *LogPanel) closeDetail() {
	l.detail.Hide()
	l.Root.Refresh()
}

func (l *LogPanel) choose(i int) {
	line, ok := l.session.Log.At(i)
	if !ok {
		return
	}
	if i < l.session.Log.Len()-1 && l.follow.Selected {
		l.SetFollow(false)
	}
	l.session.Chosen = present.Choice{On: true, From: line.Seq, To: line.Seq}
	l.ShowLine(line)
}

// maxDetail bounds what the detail shows; Copy line gives all of it.
const maxDetail = 8 << 10

// ShowLine opens the detail of a line.
func (l *LogPanel) ShowLine(line present.Line) {
	l.line = line
	title := line.Time + " s · " + line.Name
	switch line.Direction {
	case wire.In:
		title += " · the server says"
	case wire.Out:
		title += " · Mailknock says"
	default:
		title += " · a remark of Mailknock's"
	}
	if line.Untrusted {
		title += " · before TLS: anybody on the way may have written it"
	}
	if len(line.Masks) > 0 {
		title += " · the marked part stands in place of a secret"
	}
	text := line.Text
	if len(text) > maxDetail {
		text = text[:maxDetail] + "… (shortened here; “Copy line” gives all of it)"
	}
	l.detailTitle.SetText(title)
	l.detailText.SetText(text)
	l.detail.Show()
	l.Root.Refresh()
	l.list.Refresh()
}

// Chosen gives the line whose detail is open.
func (l *LogPanel) Chosen() (present.Line, bool) { return l.line, l.detail.Visible() }
