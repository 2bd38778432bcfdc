package run

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/accounts"
	"mailknock/mail/diagnose"
	"mailknock/mail/dial"
	"mailknock/mail/smtp"
	"mailknock/mail/wire"
)

// Request is one run: a sign-in if it is needed, then the checks.
type Request struct {
	Account mail.Account
	// ClientSecret is the one typed just now; empty: the saved one.
	ClientSecret wire.Secret
	// Token is an access token that the person brought: no sign-in.
	Token wire.Secret
	// Refresh is a refresh token that the person brought: no sign-in.
	Refresh wire.Secret
	// KeyPassword opens the account's key file where it is encrypted.
	KeyPassword wire.Secret
	// NewSignIn signs in by the browser even when there is a token.
	NewSignIn bool
	// FreshToken refreshes although the access token is good; where there is
	// no refresh token it signs in anew.
	FreshToken bool
	// OnlyIPv4 keeps the checks off IPv6.
	OnlyIPv4 bool
	// Trial keeps how the checks ended from being stored beside the account.
	Trial bool
	// NoChecks ends the run after the sign-in.
	NoChecks bool
	// Message is sent by the SMTP check; nil: the server is only asked
	// whether it would take one.
	Message *smtp.Message
	// Timeout bounds each check; zero: mail.DefaultTimeout.
	Timeout time.Duration
	// Handler is for a sign-in by the browser, Device for one by a code.
	Handler auth.Handler
	Device  auth.DeviceHandler
}

// Run carries out r and blocks until it ended. Cancel ctx to stop it; the
// outcome then says so. The sink, which may be nil, gets every event in order,
// on the goroutine where it happened: it must return quickly.
func (s *Services) Run(ctx context.Context, r Request, sink func(wire.Event)) (mail.Outcome, *wire.Transcript) {
	t := wire.NewTranscript(sink)
	o := mail.Outcome{Started: t.Started(), Account: r.Account}
	j := s.run(ctx, r, t, &o)
	o.Duration = t.Elapsed()
	facts := j.facts(r)
	facts.LastGood = s.lastGood(r)
	diagnose.Outcome(&o, facts)
	clean(&o, t)
	if !r.Trial {
		s.Remember(ctx, r.Account, o)
	}
	return o, t
}

func (s *Services) run(ctx context.Context, r Request, t *wire.Transcript, o *mail.Outcome) *job {
	began := time.Now()
	j, err := s.prepare(ctx, r, t)
	var access wire.Secret
	if err == nil {
		access, err = s.access(ctx, j)
		o.SignIn.Method = j.method
	}
	o.SignIn.Duration = time.Since(began)
	if err != nil {
		o.SignIn.Method = first(o.SignIn.Method, r.Account.Method, mail.Code)
		o.SignIn.Err, o.SignIn.Stopped = err, ctx.Err() != nil
		return j
	}
	o.SignIn.OK = true
	known := s.tokenInfo(ctx, j, access, token.Inspect(access.Reveal()))
	if !r.NoChecks {
		o.Checks = s.checks(ctx, j, access)
		s.settle(ctx, j, o.Checks)
	}
	o.SignIn.Token = known()
	return j
}

// checks tries all protocols side by side.
func (s *Services) checks(ctx context.Context, j *job, access wire.Secret) []mail.Result {
	results := make([]mail.Result, len(j.account.Protocols))
	// A message has addresses of its own; without one nobody but the account
	// itself is named.
	party := j.account.Sender()
	if j.request.Message != nil {
		party = ""
	}
	var wait sync.WaitGroup
	for i, p := range j.account.Protocols {
		wait.Go(func() {
			results[i] = mail.Check(ctx, j.transcript, mail.CheckOptions{
				Protocol: p, Server: j.plan.Servers[p],
				User: j.account.UserFor(p), Token: access, Mechanism: j.account.Mechanism,
				TwoLine: j.provider.NeedsTwoLines(p),
				From:    party, To: party, Message: j.request.Message,
				Timeout: j.request.Timeout,
				Dialer:  &dial.Dialer{Roots: j.roots, OnlyIPv4: j.request.OnlyIPv4},
			})
		})
	}
	wait.Wait()
	return results
}

// Remember keeps how the checks ended beside a saved account. Run does so by
// itself; it is for an account that is saved after its run.
func (s *Services) Remember(ctx context.Context, a mail.Account, o mail.Outcome) {
	if ctx.Err() != nil || len(o.Checks) == 0 {
		return
	}
	_, err := s.accounts.Update(a.ID, func(saved *mail.Account) {
		same := sameSettings(*saved, a)
		if saved.Last == nil {
			saved.Last = map[wire.Protocol]mail.LastResult{}
		}
		for _, c := range o.Checks {
			last := mail.LastResult{OK: c.OK, Time: o.Started, Good: saved.Last[c.Protocol].Good, Words: failedStep(c)}
			if c.OK && same {
				last.Good = o.Started
			}
			saved.Last[c.Protocol] = last
		}
	})
	if err != nil && !errors.Is(err, accounts.ErrNotFound) {
		s.notice(fmt.Sprintf("could not save how the check ended: %v", err))
	}
}

// lastGood is when each protocol of a saved account last passed with the
// settings that the request has.
func (s *Services) lastGood(r Request) map[wire.Protocol]time.Time {
	saved, err := s.accounts.Get(r.Account.ID)
	if err != nil || !sameSettings(saved, r.Account) {
		return nil
	}
	good := map[wire.Protocol]time.Time{}
	for p, last := range saved.Last {
		if !last.Good.IsZero() {
			good[p] = last.Good
		}
	}
	return good
}

// sameSettings tells whether two accounts differ in nothing that a run uses.
func sameSettings(a, b mail.Account) bool {
	for _, account := range []*mail.Account{&a, &b} {
		account.Name, account.Last, account.Revision = "", nil, 0
	}
	return reflect.DeepEqual(a, b)
}

func failedStep(r mail.Result) string {
	if n := len(r.Steps); n > 0 && !r.Steps[n-1].OK {
		return string(r.Steps[n-1].Name)
	}
	return ""
}

// TestMessage gives the test message of an account: from and to oneself.
func TestMessage(a mail.Account) *smtp.Message {
	return smtp.NewMessage(a.Sender(), a.Sender(), smtp.DefaultSubject, smtp.DefaultText)
}
