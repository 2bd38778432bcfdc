package desktop

import (
	"context"
	"net/url"
	"strings"
	"time"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/discover"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/run"
)

// settle is how long nothing happens after the address was left: whoever
// presses a provider, or goes back, asks nobody, and what is pressed does not
// move away below the pointer.
const settle = 300 * time.Millisecond

// connectForm gives the form what it calls.
func (h *shell) connectForm() {
	f := h.form
	f.OnCancel = h.leave
	f.OnSubmit = h.submit
	f.OnCopy = h.copy
	f.OnOpen = h.open
	f.OnVault = func() { h.chooseVault(nil) }
	f.OnFault = func(current string, chosen func(id, title string)) {
		h.askFault(current, func(id string) { chosen(id, h.faultTitle(id)) })
	}
	f.OnLeft = func() {
		h.work(func(ctx context.Context) {
			select {
			case <-ctx.Done():
			case <-time.After(h.settle):
			}
		}, func() {
			// The focus stays where it is when the window loses it, and then
			// nothing was left.
			if h.at == onForm && h.window.Canvas().Focused() != f.First() {
				f.AddressLeft()
			}
		})
	}
	f.OnLookUp = h.lookUp
	f.OnTry = h.tryRegistration
	f.OnRegister = h.register
	f.OnProviders = h.chooseProvider
	f.OnBrowse = h.browseOpen
}

// beside does something for the form beside the window, until stop. then is
// called on Fyne's goroutine, and not after stop.
func (h *shell) beside(do func(ctx context.Context, post func(func())), then func()) (stop func()) {
	ctx, cancel := context.WithCancel(h.ctx)
	post := func(f func()) {
		h.post(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	}
	h.workers.Add(1)
	go func() {
		defer h.workers.Done()
		do(ctx, post)
		post(func() {
			then()
			cancel()
		})
	}()
	return cancel
}

// lookUp asks the network about an address.
func (h *shell) lookUp(address, caFile string, asked func(int, discover.Asked), done func(discover.Result, error)) (stop func()) {
	var result discover.Result
	var err error
	return h.beside(func(ctx context.Context, post func(func())) {
		result, err = h.services.Discover(ctx, address, caFile, func(at int, a discover.Asked) {
			post(func() { asked(at, a) })
		})
	}, func() { done(result, err) })
}

// tryRegistration asks the provider what it thinks of a registration.
func (h *shell) tryRegistration(a mail.Account, secret wire.Secret, done func(auth.Verdict, error)) (stop func()) {
	var verdict auth.Verdict
	var err error
	return h.beside(func(ctx context.Context, _ func(func())) {
		verdict, err = h.services.TryRegistration(ctx, run.Request{Account: a, ClientSecret: secret}, nil)
	}, func() { done(verdict, err) })
}

// register registers the program at a provider once the person has agreed. An
// empty endpoint is asked of the issuer first.
func (h *shell) register(a mail.Account, endpoint string, plan run.Plan, done func(mail.Account, error)) {
	if endpoint != "" {
		h.confirmRegister(a, endpoint, plan, done)
		return
	}
	var err error
	h.work(func(ctx context.Context) { endpoint, err = h.services.RegistrationURL(ctx, a) }, func() {
		if err != nil {
			done(a, err)
			return
		}
		h.confirmRegister(a, endpoint, plan, done)
	})
}

func (h *shell) confirmRegister(a mail.Account, endpoint string, plan run.Plan, done func(mail.Account, error)) {
	host := endpoint
	if u, err := url.Parse(endpoint); err == nil {
		host = u.Hostname()
	}
	text := "Mailknock tells " + host + " its name, the redirect URI " + plan.RedirectURI
	if len(plan.Scopes) > 0 {
		text += " and the scopes " + strings.Join(plan.Scopes, " ")
	}
	text += ", and gets a client id for them. Your address is not sent. The registration stays at " + host + "."
	h.show(modal.Confirm(h.window.Canvas(), "Register Mailknock at "+host+"?", text, "Register", func() {
		var got mail.Account
		var err error
		h.work(func(ctx context.Context) { got, err = h.services.Register(ctx, a, endpoint) }, func() { done(got, err) })
	}))
}

// chooseProvider shows all providers.
func (h *shell) chooseProvider(list []provider.Provider, current string, chosen func(id string)) {
	var choices []modal.Choice
	for _, p := range list {
		note := p.Note
		if !p.OAuth() {
			note += " · no OAuth"
		}
		choices = append(choices, modal.Choice{ID: p.ID, Title: p.Name, Note: note, Words: strings.Join(p.Domains, " ")})
	}
	h.show(modal.Choose(h.window.Canvas(), modal.Search{
		Title: "Who provides the mailbox?",
		Text:  "Where your own is missing, choose “My own server” and type what its administrator gives you.",
		Hint:  "Find a provider by its name or its domain",
		None:  "No provider fits. Choose “My own server”, or type the address and press Enter: Mailknock then asks the network.",
	}, choices, current, chosen))
}
