// Package page holds the parts of the window. They show what they are given
// and call back; they know no service. They are used on Fyne's goroutine only.
package page

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// Item is an account in the list on the left.
type Item struct {
	ID, Letter, Name string
	Marks            []present.Mark
}

// Sidebar is the list on the left: the accounts, and at its end the place for
// a log and the sandbox.
type Sidebar struct {
	Root     fyne.CanvasObject
	OnNew    func()
	OnChoose func(id string)
	// OnExplain is the wish to have a text explained.
	OnExplain func()

	search   *widgets.Entry
	list     *fyne.Container
	empty    *widgets.Text
	explain  *widgets.AccountRow
	sandbox  *widgets.AccountRow
	items    []Item
	last     Item
	selected string
}

// ExplainID stands for the place where a text is explained, in place of an
// account's id.
const ExplainID = "explain a log"

const bleed float32 = 4

// NewSidebar makes one; logo is drawn at its top.
func NewSidebar(logo fyne.CanvasObject) *Sidebar {
	s := &Sidebar{search: widgets.NewEntry("Find an account"), list: flow.Column(look.Unit)}
	s.search.OnChanged = func(string) { s.fill() }
	s.empty = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	s.sandbox = widgets.NewAccountRow("", "", nil, func() { s.choose(s.last.ID) })
	words := widgets.Span{Text: "from any mail client", Tone: widgets.Dim}
	s.explain = widgets.NewAccountRow("?", "Explain a log…", []widgets.Span{words}, func() { s.OnExplain() })
	name := widgets.NewBold("Mailknock", look.HeadingSize, widgets.Plain)
	head := flow.Inset(0, 0, 2, 6, flow.Row(8, nil, flow.Fixed(20, 20, logo), name))
	add := widgets.NewButton(widgets.Wide, "+ New account", func() { s.OnNew() })
	// The scrolled rows get a little room around them for their borders.
	accounts := flow.Scroll(flow.Pad(2, bleed, s.list))
	column := flow.Grow(10, accounts,
		flow.Pad(0, bleed, head), flow.Pad(0, bleed, add), flow.Pad(0, bleed, s.search),
		flow.Pad(0, bleed+6, s.empty), accounts, flow.Pad(0, bleed, flow.Column(look.Unit, s.explain, s.sandbox)))
	s.Root = flow.Stack(
		widgets.Fill(func(p look.Palette) color.NRGBA { return p.Side }),
		flow.Inset(14, 12-bleed, 12, 12-bleed, column),
	)
	return s
}

func (s *Sidebar) choose(id string) {
	if s.OnChoose != nil {
		s.OnChoose(id)
	}
}

// Set shows accounts; last stands at the end, always.
func (s *Sidebar) Set(items []Item, last Item, selected string) {
	s.items, s.last, s.selected = items, last, selected
	s.fill()
}

// Search is the field that finds an account.
func (s *Sidebar) Search() fyne.Focusable { return s.search }

func (s *Sidebar) fill() {
	want := strings.ToLower(strings.TrimSpace(s.search.Text))
	var rows []fyne.CanvasObject
	old := s.list.Objects
	for _, item := range s.items {
		if want != "" && !strings.Contains(strings.ToLower(item.Name), want) {
			continue
		}
		var row *widgets.AccountRow
		if n := len(rows); n < len(old) {
			row = old[n].(*widgets.AccountRow)
		} else {
			row = widgets.NewAccountRow("", "", nil, nil)
		}
		row.OnTap = func() { s.choose(item.ID) }
		row.Set(item.Letter, item.Name, spans(item.Marks), item.ID == s.selected)
		rows = append(rows, row)
	}
	s.list.Objects = rows
	switch {
	case len(rows) > 0:
		s.empty.Hide()
	case len(s.items) == 0:
		s.empty.Show()
		s.empty.SetText("No account yet. Press “New account”, or try the sandbox below.")
	default:
		s.empty.Show()
		s.empty.SetText("No account has this in its name.")
	}
	s.explain.SetSelected(s.selected == ExplainID)
	s.sandbox.Set(s.last.Letter, s.last.Name, spans(s.last.Marks), s.last.ID == s.selected)
	s.Root.Refresh()
}

func spans(marks []present.Mark) []widgets.Span {
	var list []widgets.Span
	for i, m := range marks {
		text := m.Status.Shape() + " " + m.Word
		if m.Status == present.Skipped {
			text = m.Word
		}
		if i > 0 {
			text = "  " + text
		}
		list = append(list, widgets.Span{Text: text, Tone: widgets.StatusTone(m.Status)})
	}
	return list
}
