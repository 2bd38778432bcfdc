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
			texts(list[i].RuledOut)
		}
	}
	cleanWords(&o.SignIn.Err, t)
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
		cleanWords(&c.Err, t)
		causes(c.Causes)
	}
}

// cleanWords does the same to the words of an error, which may be nil.
func cleanWords(err *error, t *wire.Transcript) {
	if *err != nil {
		*err = &cleanError{wire.Visible([]byte(t.Redactor.Redact((*err).Error()))), *err}
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
