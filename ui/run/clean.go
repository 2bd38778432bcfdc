package run

import (
	"slices"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// clean masks the secrets in what the outcome tells in words that came from
// outside, and makes it visible.
func clean(o *mail.Outcome, t *wire.Transcript) {
	text := func(s *string) { *s = wire.Visible([]byte(t.Redactor.Redact(*s))) }
	texts := func(list []string) {
		for i := range list {
			text(&list[i])
		}
	}
	causes := func(list []mail.Cause) {
		for i := range list {
			text(&list[i].Title)
			texts(list[i].Evidence)
			texts(list[i].Advice)
		}
	}
	wrap := func(err *error) {
		if *err != nil {
			words := (*err).Error()
			text(&words)
			*err = &cleanError{words, *err}
		}
	}
	wrap(&o.SignIn.Err)
	causes(o.SignIn.Causes)
	claims := &o.SignIn.Token
	for _, s := range []*string{&claims.Issuer, &claims.User, &claims.Subject, &claims.AppID, &claims.ObjectID, &claims.TenantID} {
		text(s)
	}
	texts(claims.Audience)
	texts(claims.Scopes)
	texts(claims.Roles)
	for i := range o.Checks {
		c := &o.Checks[i]
		c.Offered = slices.Clone(c.Offered)
		texts(c.Offered)
		text(&c.Receipt.QueueID)
		text(&c.Receipt.Reply)
		wrap(&c.Err)
		causes(c.Causes)
	}
}

// cleanError is an error whose words are masked and visible. The error itself,
// which is for its type and not for showing, stands behind it.
type cleanError struct {
	words string
	err   error
}

func (e *cleanError) Error() string { return e.words }

// Unwrap gives the error as it was.
func (e *cleanError) Unwrap() error { return e.err }
