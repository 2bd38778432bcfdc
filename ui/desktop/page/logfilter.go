package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/present"
)

// SetProtocol shows one protocol's lines, or all.
func (l *LogPanel) SetProtocol(p wire.Protocol) {
	for q, tab := range l.tabs {
		tab.SetSelected(q == p)
	}
	l.refilter()
}

func (l *LogPanel) refilter() {
	f := present.Filter{Text: l.filter.Text}
	for p, tab := range l.tabs {
		if tab.Selected {
			f.Protocol = p
		}
	}
	if f == l.session.Log.Filter() {
		return
	}
	l.session.Log.SetFilter(f)
	l.followed = 0
	l.Update()
}

// Filter is the field that filters the log.
func (l *LogPanel) Filter() fyne.Focusable { return l.filter }
