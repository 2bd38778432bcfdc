package page

import (
	"fmt"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formProviders is the row of the providers that most people look for, with
// the way to all others, and what is not sure about the chosen one.
type formProviders struct {
	root      *fyne.Container
	providers map[string]*widgets.Button
	other     *widgets.Button // the chosen one where it is none of the row
	more      *widgets.Button

	brought   *widgets.Text
	fold      *widgets.Text
	foldRow   *widgets.Tappable
	doubts    *fyne.Container
	doubtsFor string
	open      bool
}

func (t *formProviders) build(f *Form) {
	t.providers = map[string]*widgets.Button{}
	var chips, last []fyne.CanvasObject
	for _, p := range f.known.Providers() {
		if !p.Featured {
			continue
		}
		b := widgets.NewButton(widgets.Choice, p.Name, func() { f.take(p.ID) })
		t.providers[p.ID] = b
		if p.ID == provider.Custom || p.ID == provider.Sandbox {
			last = append(last, b)
		} else {
			chips = append(chips, b)
		}
	}
	t.other = widgets.NewButton(widgets.Choice, "", nil)
	t.other.Hide()
	t.more = widgets.NewButton(widgets.Choice, "More…", func() {
		f.OnProviders(f.known.Providers(), f.chosen.ID, f.take)
	})
	chips = append(append(chips, t.other, t.more), last...)

	t.brought = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	t.fold = widgets.NewText("", look.SmallSize, widgets.Warning).Cut()
	t.foldRow = widgets.NewTappable(t.fold, func() {
		t.open = !t.open
		f.changed()
	})
	t.doubts = flow.Column(3)
	t.root = flow.Column(6, labelled("Provider", flow.Wrap(8, chips...)), indented(t.brought), indented(t.foldRow), indented(t.doubts))
}

// mark shows which one is chosen.
func (t *formProviders) mark(p provider.Provider) {
	_, featured := t.providers[p.ID]
	for id, b := range t.providers {
		b.SetSelected(id == p.ID)
	}
	show(t.other, p.ID != "" && !featured)
	t.other.SetLabel(p.Name)
	t.other.SetSelected(true)
}

// show tells what a file brought, and what no source confirmed.
func (t *formProviders) show(f *Form, a mail.Account) {
	p := f.chosen
	brought := present.Brought(p.ID, f.known.Origin)
	t.brought.SetText(brought)
	show(t.brought, brought != "" && p.ID != "")

	guessed, _, ok := f.known.Guess(f.top.address.Text)
	doubts := present.Doubts(p, a.Method, a.Protocols, ok && guessed.ID == p.ID)
	if key := fmt.Sprint(p.ID, doubts); key != t.doubtsFor {
		t.doubtsFor, t.open = key, false
		t.doubts.Objects = nil
		for _, d := range doubts {
			t.doubts.Add(widgets.NewParagraph("⚠ unverified: "+d, look.SmallSize, widgets.Dim))
		}
	}
	arrow := "▸"
	if t.open {
		arrow = "▾"
	}
	t.fold.SetText(fmt.Sprintf("%s ⚠ %d facts about %s are unverified", arrow, len(doubts), p.Name))
	show(t.foldRow, len(doubts) > 1)
	show(t.doubts, len(doubts) == 1 || t.open && len(doubts) > 1)
}
