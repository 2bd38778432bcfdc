package page

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// LogPanel is the live log with its bar and the detail of a chosen line.
type LogPanel struct {
	Root *fyne.Container
	// OnCopy gets text for the clipboard, OnSave is the wish to save all.
	OnCopy func(text string)
	OnSave func()
	// OnFollow is told when following was switched on or off.
	OnFollow func(on bool)

	session *present.Session
	tabs    map[wire.Protocol]*widgets.Button
	filter  *widgets.Entry
	follow  *widgets.Button
	list    *widgets.LogList
	empty   *widgets.Text
	count   *widgets.Text
	// followed is how many lines there were when the last was brought in view.
	followed int

	detail      *fyne.Container
	detailTitle *widgets.Text
	detailText  *widget.Label
	line        present.Line
}

// NewLogPanel makes one.
func NewLogPanel() *LogPanel {
	l := &LogPanel{tabs: map[wire.Protocol]*widgets.Button{}}
	bar := []fyne.CanvasObject{}
	for _, p := range []wire.Protocol{"", wire.OAuth, wire.IMAP, wire.POP3, wire.SMTP} {
		name := "All"
		if p != "" {
			name = present.ProtocolName(p)
		}
		l.tabs[p] = widgets.NewButton(widgets.Tool, name, func() { l.SetProtocol(p) })
		bar = append(bar, l.tabs[p])
	}
	l.filter = widgets.NewEntry("Filter the log")
	l.filter.OnChanged = func(string) { l.refilter() }
	l.count = widgets.NewText("", look.CaptionSize, widgets.Faint).Cut()
	l.count.Align = fyne.TextAlignTrailing
	l.follow = widgets.NewButton(widgets.Tool, "Follow", func() { l.SetFollow(!l.follow.Selected) })
	l.follow.Selected = true
	copyAll := widgets.NewButton(widgets.Tool, "Copy all", func() { l.OnCopy(l.session.Log.Text()) })
	save := widgets.NewButton(widgets.Tool, "Save…", func() { l.OnSave() })
	tabs := flow.Row(6, nil, bar...)
	tools := flow.Row(6, l.count, tabs, flow.Fixed(200, 0, l.filter), l.count, l.follow, copyAll, save)

	var view fyne.CanvasObject
	l.list, view = widgets.NewLogList()
	l.list.Count = func() int { return l.session.Log.Len() }
	l.list.Line = func(i int) (present.Line, bool) { return l.session.Log.At(i) }
	l.list.MarkOf = l.mark
	l.list.OnChoose = l.choose
	l.list.OnResize = func() { l.toBottom() }
	l.empty = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	l.session = present.NewSession(emptyAccount, emptyProvider, emptyPlan)
	l.buildDetail()

	body := flow.Grow(0, view, flow.Inset(12, 14, 8, 14, l.empty), view, l.detail)
	padded := flow.Inset(4, 1, 4, 1, body)
	l.Root = widgets.Panel(0, 0, flow.Grow(0, padded, flow.Pad(7, 10, tools), widgets.Rule(), padded))
	return l
}

// Set shows another session's log.
func (l *LogPanel) Set(s *present.Session) {
	l.session = s
	f := s.Log.Filter()
	if l.filter.Text != f.Text {
		l.filter.SetText(f.Text)
	}
	l.detail.Hide()
	for p, tab := range l.tabs {
		tab.SetSelected(p == f.Protocol)
		show(tab, p == "" || p == wire.OAuth || slices.Contains(s.Account.Protocols, p))
	}
	l.followed = 0
	l.list.ScrollToTop()
	l.Update()
}

// Update shows lines that came in, and follows them.
func (l *LogPanel) Update() {
	n := l.session.Log.Len()
	text := ""
	switch {
	case n > 0:
	case l.session.Log.Total() > 0:
		text = "No line fits this filter."
	case l.session.Running():
		text = "Nothing was said yet."
	default:
		text = "Every word that both sides say stands here: the sign-in and all protocols, with the time. Press Check to begin."
	}
	l.empty.SetText(text)
	changed := l.empty.Visible() != (text != "")
	show(l.empty, text != "")
	l.count.SetText(countWords(n, l.session.Log))
	if changed {
		l.Root.Refresh()
	}
	if l.follow.Selected && l.list.GetScrollOffset() < l.list.Lowest(min(n, l.followed))-1 {
		// The person scrolled up: do not pull the lines away.
		l.SetFollow(false)
	}
	l.list.Refresh()
	l.toBottom()
}

// toBottom brings the newest line in view while that is wanted.
func (l *LogPanel) toBottom() {
	if n := l.session.Log.Len(); l.follow.Selected && n > 0 {
		l.list.ScrollToBottom()
		l.followed = n
	}
}

func countWords(n int, log *present.Log) string {
	switch {
	case log.Total() == 0:
		return ""
	case n == log.Total() && log.Dropped() == 0:
		return lines(n)
	case log.Dropped() > 0:
		return lines(n) + ", older ones dropped"
	}
	return strconv.Itoa(n) + " of " + lines(log.Total())
}

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return strconv.Itoa(n) + " lines"
}

// SetFollow keeps the newest line in view, or not.
func (l *LogPanel) SetFollow(on bool) {
	l.follow.SetSelected(on)
	if l.OnFollow != nil {
		l.OnFollow(on)
	}
	if l.followed = 0; on {
		l.Update()
	}
}

// Following tells whether the newest line is kept in view.
func (l *LogPanel) Following() bool { return l.follow.Selected }

func (l *LogPanel) mark(line present.Line) widgets.Mark {
	switch {
	case l.session.Chosen.Has(line.Event):
		return widgets.Chosen
	case l.session.Blamed[line.Seq]:
		return widgets.Blamed
	}
	return widgets.Unmarked
}

// Reveal scrolls to the first line with a number of at least seq.
func (l *LogPanel) Reveal(seq int) {
	i := l.session.Log.Index(seq)
	if i < 0 {
		return
	}
	l.SetFollow(false)
	l.list.Refresh()
	l.list.Reveal(min(i+max(l.list.Rows()-2, 0)/2, l.session.Log.Len()-1))
	l.list.Reveal(i)
}
