package sasl

import (
	"fmt"
	"slices"
	"strings"
)

// NotOffered tells that the server offers no mechanism that carries a token.
// Nothing else is tried: a token is never sent as a password.
type NotOffered struct {
	// Offered is what the server offers instead, as it wrote it.
	Offered []string
	// Forced is set when the mechanism that was asked for is none of ours.
	Forced Mechanism
}

func (e *NotOffered) Error() string {
	if e.Forced != Auto {
		return fmt.Sprintf("%s carries no token: choose XOAUTH2 or OAUTHBEARER", e.Forced)
	}
	if len(e.Offered) == 0 {
		return "the server offers no way to sign in here"
	}
	return "the server offers neither XOAUTH2 nor OAUTHBEARER, only " + names(e.Offered)
}

// Choose picks the mechanism from what the server offers and gives the reason
// in words. A forced one is taken even when it is not offered; the reason then
// says so. The error is a *NotOffered.
func Choose(offered []string, forced Mechanism) (m Mechanism, reason string, err error) {
	has := func(m Mechanism) bool {
		return slices.ContainsFunc(offered, func(o string) bool { return strings.EqualFold(o, string(m)) })
	}
	forced = Mechanism(strings.ToUpper(string(forced)))
	switch {
	case forced == XOAUTH2 || forced == OAUTHBEARER:
		if has(forced) {
			return forced, "you asked for it", nil
		}
		return forced, "you asked for it, but the server does not offer it", nil
	case forced != Auto:
		return Auto, "", &NotOffered{Offered: offered, Forced: forced}
	case has(XOAUTH2) && has(OAUTHBEARER):
		return XOAUTH2, "the server offers OAUTHBEARER too; XOAUTH2 is what Google and Microsoft document", nil
	case has(XOAUTH2):
		return XOAUTH2, "the server does not offer OAUTHBEARER", nil
	case has(OAUTHBEARER):
		return OAUTHBEARER, "the server does not offer XOAUTH2", nil
	}
	return Auto, "", &NotOffered{Offered: offered}
}

// names joins at most ten names, each cut at 40 bytes.
func names(list []string) string {
	var short []string
	for n, name := range list {
		if n == 10 {
			short = append(short, "…")
			break
		}
		if len(name) > 40 {
			name = strings.ToValidUTF8(name[:40], "") + "…"
		}
		short = append(short, name)
	}
	return strings.Join(short, ", ")
}
