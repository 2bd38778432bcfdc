package page

import (
	"maps"
	"slices"

	"mailknock/mail/provider"
	"mailknock/ui/desktop/present"
)

// fillFound puts what was found into the fields. What the person typed, and
// the provider that the person chose, stay unless overrule.
func (f *Form) fillFound(overrule bool) {
	l := &f.look
	r := l.view.Accepted()
	switch {
	case overrule:
		f.byHand = false
	case f.byHand && f.chosen.ByIssuer && r.Provider.Value == provider.Custom:
		r.Provider.Value = f.chosen.ID // all that was found holds for it, too
	case f.byHand && f.chosen.ID != r.Provider.Value:
		l.kept = nil
		return
	}
	f.quietly(func() {
		a, _ := f.read().Account(f.base)
		f.choose(f.known.Fill(a, r).Provider)
		a, _ = f.read().Account(f.base)
		f.fill(present.NewForm(f.known.Fill(a, r)), present.Sources(r))
	})
}

// fill takes over the fields of a form that was filled by a lookup.
func (f *Form) fill(form present.Form, sources map[string]string) {
	l := &f.look
	before := l.filled
	l.filled, l.sources, l.kept = map[string]string{}, map[string]string{}, nil
	found := map[string]string{
		"issuer": form.Issuer, "auth_url": form.AuthURL, "token_url": form.TokenURL, "client_id": form.ClientID, "scopes": form.Scopes,
	}
	for p := range f.top.servers {
		found[string(p)] = form.Servers[p]
	}
	if !f.typed["protocols"] {
		for p, b := range f.top.protocols {
			b.SetSelected(form.Protocols[p])
		}
	}
	texts := f.texts()
	for _, name := range slices.Sorted(maps.Keys(found)) {
		value, now := found[name], texts[name].get()
		switch {
		case f.typed[name] && now != "":
			if value != "" && value != now {
				l.kept = append(l.kept, keptField{name, now, value})
			}
		case value != now, now != "" && before[name] == now:
			texts[name].set(value)
			l.filled[name], l.sources[name] = texts[name].get(), sources[name]
		}
	}
	f.top.editServers = len(form.Servers) > 0
	f.reg.openEndpoints = f.reg.openEndpoints || form.AuthURL != ""
}

// use puts what was found in place of what the person typed.
func (f *Form) use(k keptField) {
	f.quietly(func() {
		text := f.texts()[k.name]
		text.set(k.found)
		f.look.filled[k.name] = text.get()
	})
	f.typed[k.name] = false
	f.look.kept = slices.DeleteFunc(f.look.kept, func(other keptField) bool { return other == k })
	f.changed()
}

// source says where a field's text comes from, as long as it is the one that
// was found.
func (l *formLookup) source(name, now string) string {
	if now == "" || l.filled[name] != now || l.sources[name] == "" {
		return ""
	}
	return "from " + l.sources[name]
}

// foundProvider is the one that the lookup names, other than the person's own
// server.
func (f *Form) foundProvider() (p provider.Provider, why string, ok bool) {
	r := f.look.view.Result
	for _, p := range f.known.Providers() {
		if f.look.view.Done && p.ID == r.Provider.Value && p.ID != provider.Custom {
			return p, r.Provider.Source, true
		}
	}
	return provider.Provider{}, "", false
}
