package page

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// show fits the card to the provider and the way of signing in.
func (r *formRegistration) show(f *Form, a mail.Account, problems present.Problems) {
	p := f.chosen
	sandbox, given := p.ID == provider.Sandbox, a.Method == mail.GivenToken && p.ID != provider.Sandbox
	own := p.ID == provider.Custom
	code := !sandbox && !given
	switch {
	case sandbox:
		r.title.SetText("The built-in sandbox")
		r.text.SetText("An OAuth provider and mail servers of Mailknock's own, on this machine. It needs no registration and no network, and it can play what goes wrong at real providers.")
	case given:
		r.title.SetText("Your access token")
		r.text.SetText("Mailknock does not sign in: it checks with the token that you give it, and reads what stands in it.")
	case own:
		r.title.SetText("Your identity provider")
		r.text.SetText("Mailknock reads the endpoints from the issuer's own description. You need them only when it has none.")
	default:
		r.title.SetText("Your app registration at " + strings.Fields(p.Name)[0])
		r.text.SetText(strings.Fields(p.Name)[0] + " lets a program in only by a client id of your own. You need it once for all its accounts.")
	}
	show(r.faults, sandbox)
	show(r.token.Box, given)
	show(r.clientID.Box, code)
	show(r.secret.Box, code && p.Secret != provider.SecretNone)
	show(r.issuer.Box, own && (code || problems["issuer"] != ""))
	show(r.endpoints, own && code && !r.openEndpoints)
	show(r.authURL.Box, own && (code && r.openEndpoints || problems["auth_url"] != ""))
	show(r.tokenURL.Box, own && (code && r.openEndpoints || problems["token_url"] != ""))

	setHint(r.clientID.Entry, p.ClientIDHint)
	hint := ""
	switch {
	case r.savedSecret:
		hint = "saved; type here to replace it"
	case p.Secret == provider.SecretOptional:
		hint = "leave it empty for a public client"
	}
	setHint(r.secret.Entry, hint)

	note(r.clientID, f.wording(problems, "client_id", r.clientID.Entry.Text), present.ClientIDNote(p, r.clientID.Entry.Text))
	note(r.secret, f.wording(problems, "client_secret", r.secret.Entry.Text), present.SecretNote(p, r.secret.Entry.Text))
	note(r.token, f.wording(problems, "token", r.token.Entry.Text), present.TokenNote(r.token.Entry.Text))
	note(r.issuer, f.wording(problems, "issuer", r.issuer.Entry.Text), present.Note{})
	note(r.authURL, f.wording(problems, "auth_url", r.authURL.Entry.Text), present.Note{})
	note(r.tokenURL, f.wording(problems, "token_url", r.tokenURL.Entry.Text), present.Note{})
	r.steps(f, code)
}

func setHint(e *widgets.Entry, hint string) {
	if e.PlaceHolder != hint {
		e.SetPlaceHolder(hint)
	}
}

// note shows a problem, or else a remark, below a field.
func note(field *widgets.Field, problem string, n present.Note) {
	switch {
	case problem != "":
		field.SetNote(problem, widgets.Failed)
	case n.Text != "":
		field.SetNote(n.Status.Shape()+" "+n.Text, widgets.StatusTone(n.Status))
	default:
		field.SetNote("", widgets.Dim)
	}
}

// steps lists how to get a registration. It is built anew only when it
// changed, so that a link keeps the focus.
func (r *formRegistration) steps(f *Form, code bool) {
	redirect := f.plan.RedirectURI
	scopes := slices.DeleteFunc(slices.Clone(f.plan.Scopes), func(s string) bool {
		return slices.Contains(f.chosen.IdentityScopes, s) || slices.Contains(f.chosen.OfflineScopes, s)
	})
	steps := present.RegistrationSteps(f.chosen, redirect, scopes)
	show(r.right, code && len(steps) > 0)
	key := f.chosen.ID + redirect + strings.Join(scopes, " ")
	if key == r.stepsFor {
		return
	}
	r.stepsFor = key
	r.right.Objects = []fyne.CanvasObject{caption("How do I get one?")}
	for i, s := range steps {
		text := widgets.NewParagraph(s.Text, look.SmallSize, widgets.Plain)
		parts := []fyne.CanvasObject{text}
		if s.Link != "" {
			open := widgets.NewButton(widgets.Link, s.LinkName, func() { f.OnOpen(s.Link) })
			parts = append(parts, flow.Row(14, nil, open, widgets.NewButton(widgets.Link, "Copy link", func() { f.OnCopy(s.Link) })))
		}
		if s.Copy != "" {
			parts = append(parts, widgets.Code(s.Copy, 0, func() { f.OnCopy(s.Copy) }))
		}
		r.right.Add(numbered(i+1, look.SmallSize, flow.Column(4, parts...)))
	}
}
