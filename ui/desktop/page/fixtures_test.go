package page

import (
	"errors"
	"strings"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/present"
	"mailknock/ui/run"
)

var noon = time.Date(2026, 6, 1, 13, 40, 0, 0, time.Local)

func ms(f float64) time.Duration { return time.Duration(f * float64(time.Millisecond)) }

type script struct {
	events []wire.Event
}

func (s *script) add(e wire.Event) {
	e.Seq = len(s.events)
	s.events = append(s.events, e)
}

func (s *script) step(p wire.Protocol, name wire.StepName, from, to float64, ok bool, detail string, said ...wire.Event) {
	s.add(wire.Event{At: ms(from), Protocol: p, Kind: wire.Began, Step: wire.Step{Name: name, Start: ms(from)}})
	for _, e := range said {
		e.Protocol = p
		if e.At == 0 {
			e.At = ms(to)
		}
		s.add(e)
	}
	s.add(wire.Event{At: ms(to), Protocol: p, Kind: wire.Ended, Step: wire.Step{
		Name: name, OK: ok, Start: ms(from), Duration: ms(to - from), Detail: detail,
	}})
}

func in(text string) wire.Event { return wire.Event{Direction: wire.In, Text: text} }

func out(text string) wire.Event { return wire.Event{Direction: wire.Out, Text: text} }

func masked(prefix, secret string) wire.Event {
	return wire.Event{Direction: wire.Out, Text: prefix + secret, Masks: []wire.Span{{From: len(prefix), To: len(prefix) + len(secret)}}}
}

const (
	anna    = "anna@contoso.com"
	refusal = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."
	bearer  = "user=anna@contoso.com · Bearer JWT, 1,742 bytes, aud outlook.office.com, until 14:32"
)

func microsoft() (provider.Provider, mail.Account, run.Plan) {
	p, err := provider.ByID(provider.Microsoft)
	if err != nil {
		panic(err)
	}
	a := mail.Account{ID: "1", Provider: p.ID, User: anna, Protocols: wire.MailProtocols, ClientID: "x"}
	plan := run.Plan{Servers: map[wire.Protocol]wire.Server{}, Scopes: p.ScopesFor(a.Protocols)}
	for _, proto := range a.Protocols {
		plan.Servers[proto] = p.Servers[proto][0]
	}
	plan.ScopeWords = p.Words(plan.Scopes)
	return p, a, plan
}

// failedSession is the one of the mock-up: SMTP sign-in is switched off.
func failedSession(events int) *present.Session {
	p, a, plan := microsoft()
	s := present.NewSession(a, p, plan)
	s.Saved = true
	s.SignIn = run.SignInState{As: anna, Until: noon.Add(52 * time.Minute), RefreshToken: true, Where: "in the keychain"}
	s.Begin(noon)
	c := &script{}
	for i, proto := range wire.MailProtocols {
		shift := float64(i) * 8
		c.step(proto, wire.Resolve, 0, 19, true, "3 addresses: 52.98.208.2, 52.98.208.18, 2603:1026:300::2")
		c.step(proto, wire.Connect, 19, 75+shift, true, "52.98.208.2, tried first")
		if proto == wire.SMTP {
			c.step(proto, wire.Greeting, 91, 130, true, "", in("220 DB8PR04CA0012.outlook.office365.com Microsoft ESMTP MAIL Service ready"))
			c.step(proto, wire.Capabilities, 130, 185, true, "", out("EHLO anna-laptop.contoso.com"))
			c.step(proto, wire.StartTLS, 185, 285, true, "")
			c.step(proto, wire.Capabilities, 285, 340, true, "", in("250-AUTH LOGIN XOAUTH2"))
			c.step(proto, wire.Authenticate, 340, 561, false, refusal, masked("AUTH XOAUTH2 ", bearer), in(refusal))
			continue
		}
		c.step(proto, wire.TLS, 75+shift, 155, true, "TLS 1.3, TLS_AES_256_GCM_SHA384, outlook.office365.com, DigiCert Cloud Services CA-1")
		c.step(proto, wire.Capabilities, 155, 205, true, "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+")
		c.step(proto, wire.Authenticate, 205+shift, 340+shift, true, "XOAUTH2, the only one offered", masked("A2 AUTHENTICATE XOAUTH2 ", bearer), in("A2 OK AUTHENTICATE completed."))
		c.step(proto, wire.Mailbox, 340+shift, 440+shift, true, "42 messages in INBOX, the newest from 3 May")
	}
	for i := range events {
		c.add(wire.Event{At: ms(600 + float64(i)), Protocol: wire.SMTP, Direction: wire.Out, Text: "QUIT"})
	}
	s.Apply(c.events)
	o := mail.Outcome{
		Started: noon, Duration: ms(598), Account: a,
		SignIn: mail.SignIn{OK: true, Method: mail.Code, Token: token.Info{Kind: "jwt", Expires: noon.Add(time.Hour)}},
		Checks: []mail.Result{
			{Protocol: wire.IMAP, Server: plan.Servers[wire.IMAP], OK: true, Duration: ms(412)},
			{Protocol: wire.POP3, Server: plan.Servers[wire.POP3], OK: true, Duration: ms(448)},
			{
				Protocol: wire.SMTP, Server: plan.Servers[wire.SMTP], Duration: ms(561),
				Err: &wire.StepError{Step: wire.Authenticate, Err: &wire.Refusal{Status: "535", Code: "5.7.139", Text: refusal[12:]}},
				Causes: []mail.Cause{
					{
						ID: "smtp.auth_disabled", Title: "SMTP sign-in is switched off for this mailbox", Confidence: mail.Certain, Who: "admin",
						Evidence: []string{"← " + refusal, "token: audience outlook.office.com, scopes IMAP POP SMTP.Send, anna@contoso.com"},
						Advice: []string{
							"Ask your administrator to switch it on",
							"They run\nSet-CASMailbox -Identity anna@contoso.com\n -SmtpClientAuthenticationDisabled $false",
							"Wait up to an hour, then press Check again",
						},
					},
				},
			},
		},
	}
	s.End(o)
	return s
}

// goodSession passed everything and is not saved yet.
func goodSession() *present.Session {
	s := failedSession(0)
	s.Saved = false
	o := *s.Outcome
	checks := append([]mail.Result(nil), o.Checks...)
	checks[2] = mail.Result{
		Protocol: wire.SMTP, Server: checks[2].Server, OK: true, Duration: ms(561),
		Steps: []wire.Step{{Name: wire.Send, OK: true, Detail: "the server would take mail from anna@contoso.com to anna@contoso.com; nothing was sent"}},
	}
	checks[0].Steps = []wire.Step{{Name: wire.Mailbox, OK: true, Detail: "42 messages in INBOX, the newest from Anna Berg, “Minutes of Tuesday”, 3 May"}}
	checks[1].Steps = []wire.Step{{Name: wire.Mailbox, OK: true, Detail: "42 messages, 1.2 MB"}}
	o.Checks = checks
	for i := range s.Lanes.List[2].Segments {
		s.Lanes.List[2].Segments[i].Status = present.Passed
	}
	s.End(o)
	return s
}

// waitingSession has the browser open.
func waitingSession() *present.Session {
	p, err := provider.ByID(provider.Google)
	if err != nil {
		panic(err)
	}
	a := mail.Account{ID: "2", Provider: p.ID, User: "support@fabrikam.org", Protocols: []wire.Protocol{wire.IMAP, wire.SMTP}}
	plan := run.Plan{Servers: map[wire.Protocol]wire.Server{}, Scopes: p.ScopesFor(a.Protocols)}
	for _, proto := range a.Protocols {
		plan.Servers[proto] = p.Servers[proto][0]
	}
	plan.ScopeWords = p.Words(plan.Scopes)
	s := present.NewSession(a, p, plan)
	s.Begin(noon)
	s.Phase = present.Browser
	s.Waiting = auth.Waiting{
		URL:         "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&code_challenge_method=S256&access_type=offline&client_id=480192.apps.googleusercontent.com",
		RedirectURI: "http://127.0.0.1:53682", Deadline: noon.Add(278 * time.Second),
	}
	s.Apply([]wire.Event{
		{Seq: 0, At: 0, Protocol: wire.OAuth, Direction: wire.Note, Text: "listening on 127.0.0.1:53682"},
		{Seq: 1, At: ms(1), Protocol: wire.OAuth, Direction: wire.Out, Text: "GET " + s.Waiting.URL},
		{Seq: 2, At: ms(1), Protocol: wire.OAuth, Direction: wire.Note, Text: "asked the system to open the browser"},
	})
	return s
}

// deviceSession shows a code for another device.
func deviceSession() *present.Session {
	s := waitingSession()
	s.Phase = present.Elsewhere
	s.Code = auth.DeviceWaiting{
		UserCode: "GQVQ-JKEC-XYZW-TRPL", VerificationURI: "https://www.google.com/device/and/a/long/way/to/the/page",
		Deadline: noon.Add(29 * time.Minute),
	}
	return s
}

// hostileSession has long names and a server that says a lot.
func hostileSession() *present.Session {
	s := failedSession(0)
	s.Account.User = "a.very.long.address.of.a.person.with.many.names@department.of.a.subsidiary.example.org"
	s.SignIn.As = s.Account.User
	s.SignIn.Mismatch = "You signed in as somebody.else@department.of.a.subsidiary.example.org, but the mailbox is " + s.Account.User + "."
	long := "535 5.7.139 " + strings.Repeat("Authentication unsuccessful, the words never end <U+202E> ", 18) + strings.Repeat("x", 300)
	o := *s.Outcome
	checks := append([]mail.Result(nil), o.Checks...)
	checks[0].OK, checks[0].Err = false, &wire.StepError{Step: wire.Mailbox, Err: errors.New(long)}
	checks[2].Causes = []mail.Cause{
		{ID: "a", Title: strings.Repeat("A cause with a long title ", 5), Confidence: mail.Likely, Who: "you", Evidence: []string{long}, Advice: []string{long, "Do that"}},
		{ID: "b", Title: "Another cause", Confidence: mail.Possible},
	}
	o.Checks = checks
	s.Log.Add(wire.Event{Seq: 900, Protocol: wire.SMTP, Direction: wire.In, Text: long, Untrusted: true, At: 300 * time.Second})
	for i := range s.Lanes.List {
		s.Lanes.List[i].Server = "imap.a-very-long-host-name.of-a-department.example.org:993"
	}
	s.End(o)
	return s
}
