package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// formRegistration is the second card: the person's app at the provider, the
// key or the token they have, or what the sandbox plays.
type formRegistration struct {
	root                       *fyne.Container
	title, text                *widgets.Text
	clientID, secret, keyFile  *widgets.Field
	serviceFile                *widgets.Field
	token, refresh             *widgets.Field
	issuer, authURL, tokenURL  *widgets.Field
	endpoints                  *widgets.Tappable
	openEndpoints, savedSecret bool
	origin                     string // the file that the registration comes from
	// tenantRoom holds the tenant where it has to be typed, which is an
	// advanced matter elsewhere.
	tenantRoom  *fyne.Container
	dynamic     formDynamic
	try         formTry
	left, right *fyne.Container
	help        formHelp
	faults      *fyne.Container
	faultTitle  *widgets.Text
	fault       string
}

func (r *formRegistration) build(f *Form) {
	r.title = widgets.NewBold("", look.HeadingSize, widgets.Plain)
	r.title.Wrap = true
	r.text = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	field := func(name, label string, e *widgets.Entry) *widgets.Field {
		e.OnChanged = func(string) { f.edited(name) }
		e.OnSubmitted = func(string) { f.press() }
		return widgets.NewField(label, e)
	}
	r.clientID = field("client_id", "Client id", widgets.NewEntry(""))
	r.secret = field("client_secret", "Client secret", widgets.NewSecretEntry(""))
	r.keyFile = browsed(f, field("key_file", "Or its key file (PEM or PKCS#12)", widgets.NewEntry("")))
	r.serviceFile = browsed(f, field("key_file", "JSON key file", widgets.NewEntry("the file that came with the key")))
	r.token = field("token", "Access token", widgets.NewSecretEntry("Paste it here; it is kept in memory only"))
	r.refresh = field("refresh", "Refresh token", widgets.NewSecretEntry("Paste it here"))
	r.issuer = field("issuer", "Issuer", widgets.NewEntry("https://id.example.org"))
	r.authURL = field("auth_url", "Authorization endpoint", widgets.NewEntry("read from the issuer"))
	r.tokenURL = field("token_url", "Token endpoint", widgets.NewEntry("read from the issuer"))
	r.endpoints = widgets.NewTappable(widgets.NewText("▸ The issuer publishes no endpoints? Type them", look.SmallSize, widgets.Dim).Cut(), func() {
		r.openEndpoints = !r.openEndpoints
		f.changed()
	})
	r.tenantRoom = flow.Column(0)
	r.faults = r.buildFaults(f)
	r.dynamic.build(f)
	r.try.build(f)
	r.help.build(f)
	r.left = flow.Column(9,
		flow.Column(2, r.title, r.text), r.issuer.Box, r.endpoints, r.authURL.Box, r.tokenURL.Box, r.dynamic.root,
		r.clientID.Box, r.tenantRoom, r.secret.Box, r.keyFile.Box, r.serviceFile.Box, r.refresh.Box, r.token.Box, r.faults, r.try.root)
	r.right = r.help.root
	r.root = flow.Columns(30, 640, []float32{1.1, 1}, r.left, r.right)
}

// browsed puts a button beside a file's name that opens the system's dialog.
func browsed(f *Form, field *widgets.Field) *widgets.Field {
	return field.Beside(widgets.NewButton(widgets.Secondary, "Browse…", func() { f.OnBrowse(field.Entry.SetText) }))
}

func (r *formRegistration) buildFaults(f *Form) *fyne.Container {
	r.faultTitle = widgets.NewBold(noFault, look.BodySize, widgets.Plain).Cut()
	change := widgets.NewButton(widgets.Secondary, "Change…", func() {
		f.OnFault(r.fault, func(id, title string) {
			if r.fault = id; id == "" {
				title = noFault
			}
			r.faultTitle.SetText(title)
		})
	})
	return flow.Column(6, caption("What should go wrong?"), flow.Row(12, r.faultTitle, change, r.faultTitle))
}

const noFault = "Nothing: everything works"

// fillable are the fields that a lookup may fill in.
func (r *formRegistration) fillable() map[string]*widgets.Field {
	return map[string]*widgets.Field{"issuer": r.issuer, "auth_url": r.authURL, "token_url": r.tokenURL, "client_id": r.clientID}
}

func (r *formRegistration) fill(form present.Form) {
	for field, text := range map[*widgets.Field]string{
		r.clientID: form.ClientID, r.keyFile: form.KeyFile, r.serviceFile: form.ServiceFile,
		r.issuer: form.Issuer, r.authURL: form.AuthURL, r.tokenURL: form.TokenURL, r.secret: "", r.token: "", r.refresh: "",
	} {
		field.Entry.SetText(text)
	}
	r.openEndpoints = form.AuthURL != "" || form.TokenURL != ""
}

func (r *formRegistration) read(f *Form, form *present.Form) {
	form.ClientID = r.clientID.Entry.Text
	form.KeyFile, form.ServiceFile = r.keyFile.Entry.Text, r.serviceFile.Entry.Text
	if f.chosen.ByIssuer {
		form.Issuer, form.AuthURL, form.TokenURL = r.issuer.Entry.Text, r.authURL.Entry.Text, r.tokenURL.Entry.Text
	}
}

// offer fills in the registration that is kept for the provider. What was
// typed for another one must not go to this one.
func (r *formRegistration) offer(f *Form) {
	a := f.base
	a.Provider = f.chosen.ID
	known := f.known.Registration(a)
	id, tenant := known.ClientID, known.Tenant
	if f.base.ClientID != "" && f.base.Provider == f.chosen.ID {
		id = f.base.ClientID
	}
	f.quietly(func() {
		r.clientID.Entry.SetText(id)
		if f.offered != "" && f.offered != f.chosen.ID {
			r.secret.Entry.SetText("")
			r.refresh.Entry.SetText("")
			r.keyFile.Entry.SetText("")
		}
		if tenant != "" && f.adv.tenant.Entry.Text == "" {
			f.adv.tenant.Entry.SetText(tenant)
		}
	})
	r.savedSecret, r.origin = known.HasSecret, ""
	if id == known.ClientID {
		r.origin = known.Origin
	}
	r.help.open = id == ""
}

// wants tells what a way to sign in needs at a provider.
type wants struct{ client, secret, key, service, tenant, issuer, token, refresh bool }

func (f *Form) wants(m mail.Method) wants {
	p := f.chosen
	if p.ID == provider.Sandbox || p.ID == "" || !p.OAuth() {
		return wants{}
	}
	w := wants{token: m == mail.GivenToken, refresh: m == mail.GivenRefresh, service: m == mail.ServiceAccount}
	if w.token || w.service {
		return w
	}
	app := m == mail.ClientCredentials
	w.client = true
	w.secret = app || p.Secret != provider.SecretNone
	w.key = app || f.reg.keyFile.Entry.Text != ""
	w.tenant = app && len(p.Tenants) > 0
	w.issuer = p.ByIssuer && (p.Issuer == "" || f.reg.issuer.Entry.Text != "")
	return w
}

// typedSecret is the client secret that belongs to what is shown.
func (r *formRegistration) typedSecret() wire.Secret {
	if !r.secret.Box.Visible() {
		return wire.Secret{}
	}
	return wire.NewSecret(r.secret.Entry.Text)
}

func (r *formRegistration) secrets(m mail.Method) Secrets {
	s := Secrets{Client: r.typedSecret()}
	switch m {
	case mail.GivenToken:
		s.Token = wire.NewSecret(r.token.Entry.Text)
	case mail.GivenRefresh:
		s.Refresh = wire.NewSecret(r.refresh.Entry.Text)
	}
	return s
}
