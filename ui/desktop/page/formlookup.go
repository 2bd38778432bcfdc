package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail/discover"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formLookup is what the network was asked about the address: who is asked,
// what was found, and what is not clear about it.
type formLookup struct {
	root *fyne.Container
	view present.Lookup
	// stop ends what is being asked; nil: nobody is.
	stop func()
	// round counts the lookups: an answer to an earlier one comes too late.
	round int
	// filled is what the lookup put into fields, and sources where that comes
	// from; kept are the fields where the person's own text stays.
	filled, sources map[string]string
	kept            []keptField
	failed          string // why nobody could be asked

	line  *widgets.Text
	parts *fyne.Container
	fold  *widgets.Text
	asked *fyne.Container
	foldT *widgets.Tappable
	open  bool
}

// keptField is one that the person typed, and that was found otherwise.
type keptField struct{ name, typed, found string }

func (l *formLookup) build(f *Form) {
	l.line = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	l.line.MaxLines = 2
	l.parts = flow.Column(6)
	l.fold = widgets.NewText("", look.SmallSize, widgets.Dim).Cut()
	l.foldT = widgets.NewTappable(l.fold, func() {
		l.open = !l.open
		f.changed()
	})
	l.asked = flow.Column(3)
	l.root = flow.Column(6, l.line, l.parts, l.foldT, l.asked)
}

func (l *formLookup) asking() bool { return l.stop != nil }

// end stops the questions that are open.
func (l *formLookup) end() {
	if l.stop != nil {
		l.stop()
		l.stop = nil
		l.view = present.Lookup{}
	}
	l.round++
}

// reset forgets what was found, and takes it out of the fields again.
func (l *formLookup) reset(f *Form) {
	l.end()
	texts := f.texts()
	f.quietly(func() {
		for name, put := range l.filled {
			if texts[name].get() == put && !f.typed[name] {
				texts[name].set("")
			}
		}
	})
	l.view, l.filled, l.sources, l.kept, l.failed, l.open = present.Lookup{}, nil, nil, nil, "", false
}

// answers tells whether the lookup was about an address of the same domain.
func (l *formLookup) answers(address string) bool {
	return l.view.Address != "" && domainOf(l.view.Address) == domainOf(address)
}

func domainOf(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	return address[strings.LastIndexByte(address, '@')+1:]
}

// typed takes a change of the address: what is asked about another domain is
// not wanted any more.
func (l *formLookup) typed(f *Form) {
	if l.failed != "" || l.view.Address != "" && !l.answers(f.top.address.Text) {
		l.reset(f)
	}
}

// wantsLookup tells whether the address is one to ask the network about: it is
// whole, nobody knows its domain, and no provider was chosen that needs no
// more.
func (f *Form) wantsLookup() bool {
	address := f.top.address.Text
	if discover.Complete(address) != nil || f.look.answers(address) {
		return false
	}
	_, _, known := f.known.Guess(address)
	return !known && (!f.byHand || f.chosen.ByIssuer)
}

// AddressLeft is called when the person has left the address: it is whole now.
func (f *Form) AddressLeft() { f.lookUp() }

// lookUp asks about the address, unless that is not wanted. It tells whether
// something is being asked.
func (f *Form) lookUp() bool {
	if !f.wantsLookup() {
		return f.look.asking()
	}
	f.ask()
	return true
}

// ask asks the network about the address.
func (f *Form) ask() {
	l := &f.look
	l.reset(f)
	address := strings.TrimSpace(f.top.address.Text)
	l.view = present.Lookup{Address: address}
	round := l.round
	l.stop = func() {}
	stop := f.OnLookUp(address, strings.TrimSpace(f.adv.fields["ca_file"].Entry.Text), func(at int, a discover.Asked) {
		if l.round == round && l.asking() {
			l.view.Tell(at, a)
			l.show(f)
			f.Root.Refresh()
		}
	}, func(r discover.Result, err error) {
		if l.round == round && l.asking() {
			l.stop = nil
			f.looked(r, err)
		}
	})
	if l.asking() { // it may have answered at once
		l.stop = stop
	}
	f.changed()
}

// looked takes the answer.
func (f *Form) looked(r discover.Result, err error) {
	if err != nil {
		f.look.view = present.Lookup{}
		f.look.failed = present.Sentence(err.Error())
		f.changed()
		return
	}
	f.look.view.End(r)
	f.fillFound(false)
	f.changed()
}
