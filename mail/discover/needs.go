package discover

import (
	"fmt"
	"strings"

	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// users fills in the user name where no source has one.
func (r *Result) users() {
	for _, servers := range r.Servers {
		for i := range servers {
			if servers[i].User.Value == "" {
				servers[i].User = Found[string]{r.Address, "assumed: the whole address, as almost everywhere"}
			}
		}
	}
}

// notes says what the person should know before going on.
func (r *Result) notes(s *survey) {
	if s.mxRule.Note != "" {
		r.Notes = append(r.Notes, s.mxRule.Name+": "+s.mxRule.Note+".")
	}
	if s.unknown() {
		r.Notes = append(r.Notes, fmt.Sprintf("The name servers know nothing of %s: check the spelling of the address.", s.domain))
	}
	if r.PasswordOnly {
		r.Notes = append(r.Notes, "Every source that says how to sign in names passwords, and none names OAuth: ask the provider whether it has OAuth at all.")
	}
	if text := r.strangers(); text != "" {
		r.Notes = append(r.Notes, text)
	}
	for i := range s.configs {
		if a := &s.configs[i]; a.moved {
			r.Notes = append(r.Notes, fmt.Sprintf("%s hands the question on to %s, which is another site.", hostOf(a.url), hostOf(a.from)))
		}
	}
}

// strangers warns where nobody vouches for it that a sign-in at one site is
// meant for the mail server of another: whoever writes the domain's
// configuration could send the tokens of a provider to a server of their own.
func (r *Result) strangers() string {
	signIn := hostOf(r.OAuth.Issuer.Value)
	if signIn == "" {
		signIn = hostOf(r.OAuth.TokenURL.Value)
	}
	if r.Provider.Value != provider.Custom || signIn == "" || site(signIn) == site(r.Domain) {
		return ""
	}
	for _, protocol := range wire.MailProtocols {
		for _, server := range r.Servers[protocol] {
			if site(server.Host) != site(signIn) {
				return fmt.Sprintf("You would sign in at %s, and %s would get the token. Go on only if you know that the two belong together.", signIn, server.Host)
			}
		}
	}
	return ""
}

// unknown tells whether nothing at all is known of the domain.
func (s *survey) unknown() bool {
	for _, a := range s.log.asked {
		if strings.HasPrefix(a.What, ispdb) {
			continue
		}
		host := a.Outcome == Nothing && a.Who != dns && !strings.HasPrefix(a.Result, noHost)
		if a.Outcome == Answered || a.Outcome == Failed || host {
			return false
		}
	}
	return true
}

// needs says what is missing to sign in. The sandbox needs nothing.
func (r *Result) needs() {
	if r.Provider.Value == provider.Sandbox {
		return
	}
	known := r.Provider.Value != provider.Custom && r.OAuth.Issuer.Value != ""
	if !known && (r.OAuth.AuthURL.Value == "" || r.OAuth.TokenURL.Value == "") {
		r.Needs = append(r.Needs, Need{NeedSignIn, "Where one signs in: the issuer (https://…), or the authorization URL and the token URL. Whoever runs the mail server knows it."})
	}
	if len(r.Servers) == 0 {
		r.Needs = append(r.Needs, Need{NeedServers, "The servers: host and port for IMAP, POP3 or SMTP, as the provider's help page has them."})
	}
	if r.OAuth.ClientID.Value == "" {
		text := "A registration of this program there: its client ID, and a client secret where the provider gives one."
		if r.OAuth.RegistrationURL.Value != "" {
			text = fmt.Sprintf("A registration of this program: %s can make one by itself, if you agree.", hostOf(r.OAuth.RegistrationURL.Value))
		}
		r.Needs = append(r.Needs, Need{NeedRegistration, text})
	}
}
