package auth

import (
	"crypto/subtle"
	"net/url"
	"strconv"
	"strings"
)

// verdict is what an answer is to an attempt.
type verdict int

const (
	// accepted: it is the answer of this attempt, good or not.
	accepted verdict = iota
	// foreign: its state is missing or another's.
	foreign
	// malformed: its state is right, and it cannot be used.
	malformed
	// used: the attempt has its answer already.
	used
)

// accept judges the query of an answer and takes it, at most once. For what is
// malformed or foreign it also tells why.
func (a *attempt) accept(query string, held *heldPage) (verdict, string) {
	values, err := url.ParseQuery(query)
	state := values["state"]
	// The state is compared before anything else is looked at, in constant
	// time (RFC 9700 section 4.7.1).
	if len(state) != 1 || subtle.ConstantTimeCompare([]byte(state[0]), []byte(a.state)) != 1 {
		return a.count(values)
	}
	if err != nil {
		return malformed, "its query cannot be read"
	}
	d := delivery{page: held}
	if d.err = a.checkIssuer(values["iss"]); d.err == nil {
		for name, list := range values {
			// Parameters must not be repeated (RFC 6749 section 3.1).
			if len(list) > 1 {
				return malformed, "it repeats the parameter " + strconv.Quote(clean(a.rec, name, 40))
			}
		}
		d.code = values.Get("code")
		switch {
		case values.Get("error") != "":
			d.code, d.err = "", authorizationError(values)
		case d.code == "":
			return malformed, "it has neither a code nor an error"
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.taken {
		return used, ""
	}
	a.taken = true
	// Only the code that is used is registered as a secret: what strangers
	// send is never written down, and would mask ordinary words.
	learn(a.rec, "code", d.code)
	a.answers <- d
	return accepted, ""
}

// checkIssuer compares iss by simple string comparison (RFC 9207 section 2.4).
func (a *attempt) checkIssuer(iss []string) error {
	want := a.client.Issuer
	switch {
	case len(iss) == 0 && a.client.IssParameter:
		return &IssuerError{Want: want, What: "redirect"}
	case len(iss) == 0, want == "" && len(iss) == 1:
		return nil
	case len(iss) > 1 || iss[0] != want:
		return &IssuerError{Want: want, Got: clean(a.rec, strings.Join(iss, " and "), 300), What: "redirect"}
	}
	return nil
}

// count notes an answer that belongs to another sign-in. The first is told at
// once, the others when the attempt ends.
func (a *attempt) count(values url.Values) (verdict, string) {
	why := "its state is another's"
	if len(values["state"]) == 0 {
		why = "it has no state"
	}
	if e := values.Get("error"); e != "" {
		why += ", and it says error=" + allowed(e, 60)
	}
	a.mu.Lock()
	a.foreign++
	first := a.foreign == 1
	a.mu.Unlock()
	if first {
		a.rec.Note("An answer came that does not belong to this sign-in: %s. It is ignored; this sign-in goes on.", why)
	}
	return foreign, why
}

// summary notes how many foreign answers came, when more than the one that was
// noted at once.
func (a *attempt) summary() {
	a.mu.Lock()
	n := a.foreign
	a.mu.Unlock()
	if n > 1 {
		a.rec.Note("%d answers in all came from a foreign or old tab and were ignored.", n)
	}
}

// complain notes a malformed answer; after a few of them it says no more.
func (a *attempt) complain(why string) {
	a.mu.Lock()
	a.complaints++
	n := a.complaints
	a.mu.Unlock()
	if n <= maxComplaints {
		a.rec.Note("An answer came that cannot be used: %s. This sign-in goes on.", why)
	}
}

// maxComplaints bounds the notes about malformed answers.
const maxComplaints = 5

func (a *attempt) foreignCount() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.foreign
}

// authorizationError reads an error answer (RFC 6749 section 4.1.2.1).
func authorizationError(values url.Values) *AuthorizationError {
	e := &AuthorizationError{
		Code:        allowed(values.Get("error"), 100),
		Description: allowed(values.Get("error_description"), 1000),
		URI:         allowed(values.Get("error_uri"), 500),
		Subcode:     allowed(values.Get("error_subcode"), 100),
	}
	e.Codes = microsoftCodes(e.Description)
	return e
}

// allowed takes out the characters that an error may not hold: all but %x20-21,
// %x23-5B and %x5D-7E. What ends a line becomes a space.
func allowed(text string, n int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t':
			return ' '
		case r == '"':
			return '\''
		case r < ' ' || r > '~' || r == '\\':
			return -1
		}
		return r
	}, text)
	return cut(strings.Join(strings.Fields(text), " "), n)
}
