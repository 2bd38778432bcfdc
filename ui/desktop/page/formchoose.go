package page

import (
	"strings"

	"mailknock/mail/provider"
	"mailknock/ui/desktop/present"
)

// typedAddress lets the address choose the provider, until the person did. A
// whole address of a domain that nobody knows chooses none: it is looked up
// once the person has left the field.
func (f *Form) typedAddress() {
	f.look.typed(f)
	p, _, ok := f.known.Guess(f.top.address.Text)
	switch {
	case f.byHand:
	case ok:
		f.choose(p.ID)
	case present.WholeAddress(f.top.address.Text) && !f.look.answers(f.top.address.Text):
		f.choose("")
	}
	f.changed()
}

// take chooses a provider by hand: nobody needs to be asked any more.
func (f *Form) take(id string) {
	f.byHand = true
	f.choose(id)
	if !f.chosen.ByIssuer {
		f.look.end()
	}
	f.changed()
}

// choose shows a provider and its registration; "" is none.
func (f *Form) choose(id string) {
	f.chosen = provider.Provider{}
	for _, p := range f.known.Providers() {
		if p.ID == id {
			f.chosen = p
		}
	}
	f.top.mark(f.chosen)
	f.top.fitMethod(f.chosen)
	if f.chosen.ID == provider.Sandbox && !strings.Contains(f.top.address.Text, "@") {
		f.quietly(func() { f.top.address.SetText(f.known.NewAccount(provider.Sandbox).User) })
	}
	if f.chosen.ID != "" && (f.offered != f.chosen.ID || f.reg.clientID.Entry.Text == "") {
		f.reg.offer(f)
		f.offered = f.chosen.ID
	}
}

// text is a field that may be filled in.
type text struct {
	get func() string
	set func(string)
}

// texts are the fields that a lookup may fill in, by name.
func (f *Form) texts() map[string]text {
	m := map[string]text{}
	for name, field := range f.reg.fillable() {
		e := field.Entry
		m[name] = text{func() string { return e.Text }, e.SetText}
	}
	scopes := f.adv.fields["scopes"].Entry
	m["scopes"] = text{func() string { return scopes.Text }, scopes.SetText}
	for p, s := range f.top.servers {
		m[string(p)] = text{s.text, s.set}
	}
	return m
}
