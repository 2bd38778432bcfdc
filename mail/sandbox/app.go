package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// defaultScope stands for all that an app is allowed, as Microsoft's
// https://outlook.office365.com/.default does.
const defaultScope = audience + "/.default"

// mailScopeNames are the scopes of the protocols, and appRoles what an app's
// own token has instead, in Microsoft's words.
var (
	mailScopeNames = []string{"imap", "pop3", "smtp"}
	appRoles       = map[string]string{"imap": "IMAP.AccessAsApp", "pop3": "POP.AccessAsApp", "smtp": "SMTP.SendAsApp"}
)

// appToken gives an app a token of its own (RFC 6749 section 4.4): for every
// mailbox, and without a refresh token.
func (w *web) appToken(rw http.ResponseWriter, r *http.Request, app *registration) {
	if app.secret == "" {
		refuse(rw, 400, "unauthorized_client", "a public client cannot sign in for itself")
		return
	}
	var scopes []string
	for _, scope := range strings.Fields(r.PostForm.Get("scope")) {
		switch {
		case scope == defaultScope:
			scopes = append(scopes, mailScopeNames...)
		case slices.Contains(mailScopeNames, scope):
			scopes = append(scopes, scope)
		default:
			refuse(rw, 400, "invalid_scope", "an app asks for "+defaultScope+", not for "+scope)
			return
		}
	}
	if len(scopes) == 0 {
		refuse(rw, 400, "invalid_scope", "no scope is asked for")
		return
	}
	w.grant(rw, grant{Client: app.id, Family: random(12)}, scopes, "")
}

// rolesOf are the roles that stand for scopes.
func rolesOf(scopes []string) []string {
	roles := []string{}
	for _, scope := range scopes {
		if role := appRoles[scope]; role != "" && !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	return roles
}
