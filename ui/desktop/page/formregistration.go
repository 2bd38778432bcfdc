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
// token they have, or what the sandbox plays.
type formRegistration struct {
	root                       *fyne.Container
	title, text                *widgets.Text
	clientID, secret, token    *widgets.Field
	issuer, authURL, tokenURL  *widgets.Field
	endpoints                  *widgets.Tappable
	openEndpoints, savedSecret bool
	left, right                *fyne.Container
	stepsFor                   string
	faults                     *fyne.Container
	faultTitle                 *widgets.Text
	fault                      string
}

func (r *formRegistration) build(f *Form) {
	r.title = widgets.NewBold("", look.HeadingSize, widgets.Plain)
	r.title.Wrap = true
	r.text = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	field := func(label string, e *widgets.Entry) *widgets.Field {
		e.OnChanged = func(string) { f.changed() }
		e.OnSubmitted = func(string) { f.press() }
		return widgets.NewField(label, e)
	}
	r.clientID = field("Client id", widgets.NewEntry(""))
	r.secret = field("Client secret", widgets.NewSecretEntry(""))
	r.token = field("Access token", widgets.NewSecretEntry("Paste it here; it is kept in memory only"))
	r.issuer = field("Issuer", widgets.NewEntry("https://id.example.org"))
	r.authURL = field("Authorization endpoint", widgets.NewEntry("read from the issuer"))
	r.tokenURL = field("Token endpoint", widgets.NewEntry("read from the issuer"))
	r.endpoints = widgets.NewTappable(widgets.NewText("▸ The issuer publishes no endpoints? Type them", look.SmallSize, widgets.Dim).Cut(), func() {
		r.openEndpoints = !r.openEndpoints
		f.changed()
	})
	r.faults = r.buildFaults(f)
	r.left = flow.Column(9,
		flow.Column(2, r.title, r.text), r.issuer.Box, r.endpoints, r.authURL.Box, r.tokenURL.Box,
		r.clientID.Box, r.secret.Box, r.token.Box, r.faults)
	r.right = flow.Column(6)
	r.root = flow.Columns(30, 640, []float32{1.1, 1}, r.left, r.right)
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

func (r *formRegistration) fill(form present.Form) {
	r.clientID.Entry.SetText(form.ClientID)
	r.secret.Entry.SetText("")
	r.token.Entry.SetText("")
	r.issuer.Entry.SetText(form.Issuer)
	r.authURL.Entry.SetText(form.AuthURL)
	r.tokenURL.Entry.SetText(form.TokenURL)
	r.openEndpoints = form.AuthURL != "" || form.TokenURL != ""
}

func (r *formRegistration) read(form *present.Form) {
	form.ClientID = r.clientID.Entry.Text
	if form.Provider == provider.Custom {
		form.Issuer, form.AuthURL, form.TokenURL = r.issuer.Entry.Text, r.authURL.Entry.Text, r.tokenURL.Entry.Text
	}
}

// offer fills in the registration that is kept for the provider.
func (r *formRegistration) offer(f *Form) {
	a := f.base
	a.Provider = f.chosen.ID
	known := f.known.Registration(a)
	id, tenant := known.ClientID, known.Tenant
	f.filling = true
	if f.base.ClientID != "" && f.base.Provider == f.chosen.ID {
		id = f.base.ClientID
	}
	r.clientID.Entry.SetText(id)
	if tenant != "" && f.adv.tenant.Entry.Text == "" {
		f.adv.tenant.Entry.SetText(tenant)
	}
	r.savedSecret = known.HasSecret
	f.filling = false
}

// missing adds what a sign-in needs and nobody typed.
func (r *formRegistration) missing(f *Form, a mail.Account, problems present.Problems) {
	p := f.chosen
	switch {
	case p.ID == provider.Sandbox:
	case a.Method == mail.GivenToken:
		if r.token.Entry.Text == "" {
			problems.Merge("token", "Paste the access token to check.")
		}
	default:
		if a.ClientID == "" {
			problems.Merge("client_id", p.Name+" lets a program in only by a client id of your own: type it here.")
		}
		if p.Secret == provider.SecretRequired && r.secret.Entry.Text == "" && !r.savedSecret {
			problems.Merge("client_secret", p.Name+" wants the client secret that belongs to the client id.")
		}
		if p.ID == provider.Custom && a.Issuer == "" && (a.AuthURL == "" || a.TokenURL == "") {
			problems.Merge("issuer", "Type the issuer of your identity provider, like https://id.example.org.")
		}
	}
}

func (r *formRegistration) typedSecret() wire.Secret { return wire.NewSecret(r.secret.Entry.Text) }

func (r *formRegistration) typedToken() wire.Secret { return wire.NewSecret(r.token.Entry.Text) }
