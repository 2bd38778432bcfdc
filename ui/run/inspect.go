package run

import (
	"slices"
	"strings"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/diagnose"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// Inspection is what can be told of an access token without using it.
type Inspection struct {
	Info token.Info
	// Lines say it in words: for whom, for what, until when.
	Lines []string
	// Good says for each protocol why the token opens it, or why not.
	Good []Fitness
}

// Fitness tells whether a token looks good for a protocol.
type Fitness struct {
	Protocol wire.Protocol
	OK       bool
	// Known is false where the token does not tell, and only a check can.
	Known bool
	Why   string
}

// Inspect looks into an access token, and holds it to what the account's
// provider wants for each protocol. It asks nobody.
func (s *Services) Inspect(a mail.Account, info token.Info, now time.Time) Inspection {
	in := Inspection{Info: info}
	p, _ := s.table.ByID(a.Provider)
	for _, protocol := range wire.MailProtocols {
		in.Good = append(in.Good, fit(info, a, p.Scopes[protocol], protocol, now))
	}
	in.Lines = describe(info, now)
	return in
}

// IssuedBy guesses the provider's id from who gave a token out.
func IssuedBy(info token.Info) string {
	switch {
	case strings.Contains(info.Issuer, "sts.windows.net"), strings.Contains(info.Issuer, "login.microsoftonline.com"):
		return provider.Microsoft
	case strings.Contains(info.Issuer, "accounts.google.com"):
		return provider.Google
	}
	return provider.Custom
}

// describe puts a token in words.
func describe(info token.Info, now time.Time) []string {
	say := func(label string, values ...string) string {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) == 0 {
			return label + ": it does not tell"
		}
		return label + ": " + wire.Visible([]byte(strings.Join(values, ", ")))
	}
	who := info.User
	if info.AppOnly() {
		who = "the app itself, no person (" + info.AppID + ")"
	}
	until := ""
	if !info.Expires.IsZero() {
		until = info.Expires.Local().Format("Monday, 2 January 2006, 15:04")
		if info.Expires.Before(now) {
			until += ", which is over"
		}
	}
	return []string{
		say("Kind", info.Summary()), say("For whom", who), say("For which service", info.Audience...),
		say("To do what", append(slices.Clone(info.Scopes), info.Roles...)...), say("Until", until), say("Given out by", info.Issuer),
	}
}

// fit holds a token to one protocol.
func fit(info token.Info, a mail.Account, needs []string, protocol wire.Protocol, now time.Time) Fitness {
	f := Fitness{Protocol: protocol, Known: true}
	granted := append(slices.Clone(info.Scopes), info.Roles...)
	has := func(scope string) bool {
		short := scope[strings.LastIndexByte(strings.TrimSuffix(scope, "/"), '/')+1:]
		return slices.ContainsFunc(granted, func(g string) bool { return strings.EqualFold(g, scope) || strings.EqualFold(g, short) })
	}
	app := info.AppOnly()
	switch {
	case !info.Expires.IsZero() && info.Expires.Before(now):
		f.Why = "it has expired"
	case len(info.Audience) > 0 && IssuedBy(info) == provider.Microsoft && !diagnose.ForMail(info):
		f.Why = "it is for " + strings.Join(info.Audience, ", ") + ", not for the mail servers"
	case len(granted) == 0 && info.Kind != token.JWT:
		f.Known, f.Why = false, "it is opaque: only the provider and the server know"
	case app:
		role := strings.ToUpper(string(protocol)) + ".AccessAsApp"
		if protocol == wire.POP3 {
			role = "POP.AccessAsApp"
		}
		if protocol == wire.SMTP {
			role = "SMTP.SendAsApp"
		}
		f.OK = has(role)
		f.Why = "it has the role " + role
		if !f.OK {
			f.Why = "the role " + role + " is missing"
		}
	case len(needs) == 0:
		f.Known, f.Why = false, "which scopes the server wants is not known"
	default:
		f.OK = true
		for _, scope := range needs {
			if !has(scope) {
				f.OK, f.Why = false, "the scope "+scope+" is missing"
			}
		}
		if f.OK {
			f.Why = "it has the scope " + strings.Join(needs, " ")
		}
	}
	if f.OK && f.Known && !app && strings.Contains(info.User, "@") && !strings.EqualFold(info.User, a.UserFor(protocol)) && a.User != "" {
		f.Why += "; it is " + info.User + "'s, so it opens " + a.UserFor(protocol) + " only if that mailbox is shared"
	}
	return f
}
