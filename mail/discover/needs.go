package discover

import (
	"fmt"
	"strings"

	"mailknock/mail/provider"
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
	for i := range s.configs {
		if a := &s.configs[i]; a.moved {
			r.Notes = append(r.Notes, fmt.Sprintf("%s hands the question on to %s, which is another site.", hostOf(a.url), hostOf(a.from)))
		}
	}
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
