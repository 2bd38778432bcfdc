package diagnose

import (
	"slices"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// wordRule finds a cause where words stand together, in any order. A term is
// the beginning of one or several words: "disabl" finds "disabled"; one with a
// space at its end is the whole word.
type wordRule struct {
	cause  string
	weight float64
	// rivals are causes that the same words may come from, the likeliest first;
	// each weighs a little less than the one before.
	rivals []string
	// says stands in the line itself, one of each list of with in the same
	// sentence, and none of but.
	says []string
	with [][]string
	but  []string
	// at and notAt limit the rule to providers, on to protocols; empty: all.
	at, notAt []string
	on        []wire.Protocol
	// when must all be true. unless must stand nowhere in the text.
	when   []func(*scene) bool
	unless string
}

// conditions are what a rule may ask for, by its name in the table.
var conditions = map[string]func(*scene) bool{
	"oauth":      func(s *scene) bool { return s.oauth || s.protocol == wire.OAuth },
	"oauth-talk": (*scene).oauthTalk,
	"sign-in":    (*scene).signInTopic,
	"person":     func(s *scene) bool { return !s.appOnly },
	"password":   func(s *scene) bool { return s.password && !s.tokenTried() },
	"no-oauth":   func(s *scene) bool { return !s.oauth },
	"no-token":   func(s *scene) bool { return !s.tokenTried() },
	"refused":    func(s *scene) bool { return s.refusal() >= 0 },
	"no-challenge": func(s *scene) bool {
		return !slices.ContainsFunc(s.decoded, func(d text.Decoded) bool { return d.What == text.Challenge })
	},
	"mail-topic": (*scene).onTopic,
	"device":     func(s *scene) bool { return s.grant == "device" },
}

// oauthTalk tells whether OAuth is talked about anywhere.
func (s *scene) oauthTalk() bool {
	return s.protocol == wire.OAuth || s.any("oauth|csrf|redirect|callback|authorization response|authorisation response")
}

// signInTopic tells whether the text is about signing in at a provider's page.
func (s *scene) signInTopic() bool {
	return s.protocol == wire.OAuth || s.any("oauth|consent|authorization error|access blocked|sign in|access denied|login microsoftonline|accounts google")
}

// rivalStep is how much less a rule's next cause weighs.
const rivalStep = 0.02

// apply emits the rule's cause for every line that fits.
func (r *wordRule) apply(s *scene, found emit) {
	if !r.applies(s) {
		return
	}
	for _, i := range s.holding(r.says) {
		if r.fits(s.windows[i]) {
			found(r.cause, r.weight, i)
			for k, rival := range r.rivals {
				found(rival, r.weight-rivalStep*float64(k+1), i)
			}
		}
	}
}

func (r *wordRule) applies(s *scene) bool {
	if len(r.at) > 0 && !slices.Contains(r.at, s.provider) || slices.Contains(r.notAt, s.provider) || len(r.on) > 0 && !slices.Contains(r.on, s.protocol) {
		return false
	}
	for _, condition := range r.when {
		if !condition(s) {
			return false
		}
	}
	return r.unless == "" || !s.any(r.unless)
}

func (r *wordRule) fits(window string) bool {
	for _, list := range r.with {
		if !holds(window, list) {
			return false
		}
	}
	return !holds(window, r.but)
}
