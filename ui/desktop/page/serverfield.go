package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// serverField is a server to type: HOST:PORT, and how it is protected.
type serverField struct {
	root    *fyne.Container
	host    *widgets.Entry
	modes   map[wire.Security]*widgets.Button
	picked  wire.Security // by hand; empty: the port decides
	problem *widgets.Text
}

func newServerField(name string, changed func()) *serverField {
	s := &serverField{host: widgets.NewEntry(""), modes: map[wire.Security]*widgets.Button{}}
	s.problem = widgets.NewParagraph("", look.SmallSize, widgets.Failed)
	var modes []fyne.CanvasObject
	for _, m := range []wire.Security{wire.ImplicitTLS, wire.STARTTLS, wire.Plain} {
		s.modes[m] = widgets.NewButton(widgets.Tool, present.SecurityWord(m), func() {
			s.picked = m
			s.mark()
			changed()
		})
		modes = append(modes, s.modes[m])
	}
	s.host.OnChanged = func(string) {
		s.mark()
		changed()
	}
	host := flow.Fixed(250, 0, s.host)
	row := flow.Row(8, nil, append([]fyne.CanvasObject{flow.Fixed(44, 0, caption(name)), host}, modes...)...)
	s.root = flow.Column(2, row, flow.Inset(0, 0, 0, 52, s.problem))
	return s
}

// text gives HOST:PORT[/security] as ParseServer reads it; empty where
// nothing was typed.
func (s *serverField) text() string {
	t := strings.TrimSpace(s.host.Text)
	if t == "" || s.picked == "" || strings.Contains(t, "/") {
		return t
	}
	return t + "/" + string(s.picked)
}

func (s *serverField) set(text string) {
	s.picked = ""
	if server, err := wire.ParseServer(text); err == nil {
		text, s.picked = server.Address(), server.Security
	}
	s.host.SetText(text)
	s.mark()
}

// mark shows the kind of security that the text means.
func (s *serverField) mark() {
	server, err := wire.ParseServer(s.text())
	for m, b := range s.modes {
		b.SetSelected(err == nil && server.Security == m || err != nil && s.picked == m)
	}
}

func (s *serverField) show(hint, problem, source string) {
	if hint == "" {
		hint = "host:port"
	}
	if s.host.PlaceHolder != hint {
		s.host.SetPlaceHolder(hint)
	}
	if problem != "" {
		s.problem.SetTone(problem, widgets.Failed)
	} else {
		s.problem.SetTone(source, widgets.Dim)
	}
	show(s.problem, s.problem.String() != "")
}
