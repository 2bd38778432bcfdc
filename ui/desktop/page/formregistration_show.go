package page

import (
	"fyne.io/fyne/v2"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// missing adds what a sign-in needs and nobody typed.
func (r *formRegistration) missing(f *Form, a mail.Account, problems present.Problems) {
	p, w := f.chosen, f.wants(a.Method)
	secret := r.secret.Entry.Text != "" && w.secret || r.savedSecret
	switch {
	case w.token && r.token.Entry.Text == "":
		problems.Merge("token", "Paste the access token to check.")
	case w.service && a.KeyFile == "":
		problems.Merge("key_file", "Name the JSON key file of the service account.")
	}
	if !w.client {
		return
	}
	if a.ClientID == "" {
		problems.Merge("client_id", p.Name+" lets a program in only by a client id of your own: type it here.")
	}
	switch {
	case secret || a.KeyFile != "":
	case a.Method == mail.ClientCredentials:
		problems.Merge("client_secret", "An app that signs in for itself needs its client secret, or its key file.")
	case p.Secret == provider.SecretRequired:
		problems.Merge("client_secret", p.Name+" wants the client secret that belongs to the client id.")
	}
	// A refresh token that was brought before is kept.
	if w.refresh && r.refresh.Entry.Text == "" && (f.isNew || f.base.Method != mail.GivenRefresh) {
		problems.Merge("refresh", "Paste the refresh token to check with.")
	}
	if p.ByIssuer && p.Issuer == "" && a.Issuer == "" && (a.AuthURL == "" || a.TokenURL == "") {
		problems.Merge("issuer", "Type the issuer of your identity provider, like https://id.example.org.")
	}
}

// show fits the card to the provider and the way of signing in.
func (r *formRegistration) show(f *Form, a mail.Account, problems present.Problems, remarks []provider.Remark) {
	p, w := f.chosen, f.wants(a.Method)
	title, text := present.RegistrationTitle(p, a.Method)
	r.title.SetText(title)
	r.text.SetText(text)
	endpoints := w.issuer && r.openEndpoints
	for o, on := range map[fyne.CanvasObject]bool{
		r.faults: f.sandboxed(), r.token.Box: w.token, r.refresh.Box: w.refresh, r.clientID.Box: w.client, r.secret.Box: w.secret,
		r.keyFile.Box: w.key, r.serviceFile.Box: w.service, r.issuer.Box: w.issuer || problems["issuer"] != "",
		r.endpoints: w.issuer && !r.openEndpoints, r.authURL.Box: endpoints || problems["auth_url"] != "", r.tokenURL.Box: endpoints || problems["token_url"] != "",
	} {
		show(o, on)
	}
	r.tenantRoom.Objects = nil
	if w.tenant {
		r.tenantRoom.Objects = []fyne.CanvasObject{f.adv.tenant.Box}
	}
	show(r.tenantRoom, w.tenant)
	r.hints(p, a)

	client := present.ClientIDNote(p, remarks, a.ClientID)
	if r.origin != "" && client.Status != present.Failed {
		client = present.Note{Status: present.Passed, Text: "from " + r.origin}
	}
	f.note(r.clientID, "client_id", problems, client)
	f.note(r.secret, "client_secret", problems, present.RemarkNote(remarks, "client_secret"))
	f.note(r.token, "token", problems, present.TokenNote(r.token.Entry.Text))
	f.note(r.refresh, "refresh", problems, present.TokenNote(r.refresh.Entry.Text))
	for name, field := range map[string]*widgets.Field{"issuer": r.issuer, "auth_url": r.authURL, "token_url": r.tokenURL, "key_file": r.keyFile} {
		f.note(field, name, problems, present.Note{})
	}
	f.note(r.serviceFile, "key_file", problems, present.Note{})
	r.dynamic.show(f, w)
	r.try.show(f, a, w)
	r.help.show(f, a)
}

// hints say in the empty fields what belongs there.
func (r *formRegistration) hints(p provider.Provider, a mail.Account) {
	setHint(r.clientID.Entry, p.ClientIDHint)
	hint := ""
	switch {
	case r.savedSecret:
		hint = "saved; type here to replace it"
	case p.Secret == provider.SecretOptional && a.Method != mail.ClientCredentials:
		hint = "leave it empty for a public client"
	}
	setHint(r.secret.Entry, hint)
	label := "Or its key file (PEM or PKCS#12)"
	if a.Method != mail.ClientCredentials {
		label = "Key file in place of a secret (PEM or PKCS#12)"
	}
	r.keyFile.SetLabel(label)
}
