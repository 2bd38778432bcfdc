package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/sasl"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formAdvanced is the third card, folded: what few people need.
type formAdvanced struct {
	root   *fyne.Container
	fold   *widgets.Text
	body   *fyne.Container
	open   bool
	fields map[string]*widgets.Field

	tenant     *widgets.Field
	tenantRoom *fyne.Container
	redirect   *fyne.Container
	mechanism  sasl.Mechanism
	mechanisms map[sasl.Mechanism]*widgets.Button
}

func (d *formAdvanced) build(f *Form) {
	d.fields = map[string]*widgets.Field{}
	field := func(name, label, hint string) fyne.CanvasObject {
		e := widgets.NewEntry(hint)
		e.OnChanged = func(string) { f.edited(name) }
		d.fields[name] = widgets.NewField(label, e)
		return d.fields[name].Box
	}
	users := flow.Columns(16, 560, []float32{1, 1},
		field("smtp_user", "User name for SMTP", "the address"),
		field("from", "From address of mail", "the user name for SMTP"))
	field("tenant", "Tenant", "")
	field("ca_file", "File of extra root certificates (PEM)", "the system's alone")
	d.tenantRoom = flow.Column(0)
	second := flow.Columns(16, 560, []float32{1, 1},
		d.tenantRoom,
		browsed(f, d.fields["ca_file"]).Box)
	d.redirect = flow.Columns(16, 560, []float32{1, 1, 1},
		field("redirect_host", "Redirect host", ""),
		field("redirect_port", "Redirect port", "a free one"),
		field("redirect_path", "Redirect path", ""))
	d.tenant = d.fields["tenant"]

	d.mechanisms = map[sasl.Mechanism]*widgets.Button{}
	var chips []fyne.CanvasObject
	for _, m := range []sasl.Mechanism{sasl.Auto, sasl.XOAUTH2, sasl.OAUTHBEARER} {
		label := string(m)
		if m == sasl.Auto {
			label = "What the server offers"
		}
		d.mechanisms[m] = widgets.NewButton(widgets.Choice, label, func() {
			d.setMechanism(m)
			f.changed()
		})
		chips = append(chips, d.mechanisms[m])
	}
	vault := widgets.NewButton(widgets.Secondary, "Choose where refresh tokens are kept…", func() { f.OnVault() })
	d.body = flow.Column(12, users,
		flow.Column(4, caption("Mechanism"), flow.Wrap(8, chips...)),
		field("scopes", "Scopes, instead of the provider's", ""), second, d.redirect,
		flow.Wrap(8, vault))
	d.fold = widgets.NewText("", look.BodySize, widgets.Dim).Cut()
	fold := widgets.NewTappable(d.fold, func() {
		d.open = !d.open
		f.changed()
	})
	d.root = flow.Column(12, fold, d.body)
}

func (d *formAdvanced) setMechanism(m sasl.Mechanism) {
	d.mechanism = m
	for n, b := range d.mechanisms {
		b.SetSelected(n == m)
	}
}

func (d *formAdvanced) fill(form present.Form) {
	d.open = false
	for name, text := range map[string]string{
		"smtp_user": form.SMTPUser, "from": form.From, "tenant": form.Tenant, "ca_file": form.CAFile, "scopes": form.Scopes,
		"redirect_host": form.RedirectHost, "redirect_port": form.RedirectPort, "redirect_path": form.RedirectPath,
	} {
		d.fields[name].Entry.SetText(text)
		d.open = d.open || text != "" && name != "tenant"
	}
	d.setMechanism(sasl.Mechanism(form.Mechanism))
}

func (d *formAdvanced) read(form *present.Form) {
	text := func(name string) string { return d.fields[name].Entry.Text }
	form.SMTPUser, form.From, form.Tenant = text("smtp_user"), text("from"), text("tenant")
	form.CAFile, form.Scopes = text("ca_file"), text("scopes")
	form.RedirectHost, form.RedirectPort, form.RedirectPath = text("redirect_host"), text("redirect_port"), text("redirect_path")
	form.Mechanism = string(d.mechanism)
}

func (d *formAdvanced) show(f *Form, a mail.Account, problems present.Problems, remarks []provider.Remark) {
	inCard := f.wants(a.Method).tenant
	for name, field := range d.fields {
		remark := present.RemarkNote(remarks, name)
		f.note(field, name, problems, remark)
		// A problem must not hide in a fold.
		wrong := f.wording(problems, name, field.Entry.Text) != "" || remark.Status == present.Failed && field.Entry.Text != ""
		d.open = d.open || wrong && !(name == "tenant" && inCard)
	}
	p := f.chosen
	tenant := p.Tenant
	if inCard {
		tenant = "contoso.com, or its id"
	}
	setHint(d.tenant.Entry, tenant)
	d.tenantRoom.Objects = nil
	if len(p.Tenants) > 0 && !inCard {
		d.tenantRoom.Objects = []fyne.CanvasObject{d.tenant.Box}
	}
	show(d.tenantRoom, len(d.tenantRoom.Objects) > 0)
	setHint(d.fields["redirect_host"].Entry, p.RedirectHost)
	path := p.RedirectPath
	if path == "" {
		path = "a new one each time"
	}
	setHint(d.fields["redirect_path"].Entry, path)
	scopes := "chosen by the protocols"
	if p.ByIssuer && len(p.Scopes) == 0 {
		scopes = "what your provider wants for mail, and offline_access"
	}
	setHint(d.fields["scopes"].Entry, scopes)
	show(d.redirect, !a.Method.Unattended() && a.Method != mail.GivenToken)
	show(d.body, d.open)
	d.fold.SetText("▸ Advanced: user names per protocol, mechanism, tenant, scopes, redirect, extra certificates")
	if d.open {
		d.fold.SetText("▾ Advanced")
	}
}
