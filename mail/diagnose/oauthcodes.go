package diagnose

import "strings"

// oauthCodes are the error codes, each with what understands it.
var oauthCodes = []struct {
	code string
	read func(*scene, int, string, emit)
}{
	{" invalid grant", invalidGrant},
	{" provided authorization grant", invalidGrant},
	{" invalid client", invalidClient},
	{" unauthorized client", unauthorizedClient},
	{" invalid scope", invalidScope},
	{" access denied", accessDenied},
	{" invalid request", invalidRequest},
	{" interaction required", interaction},
	{" login required", login},
	{" consent required", consent},
}

// hasOAuthCode tells whether one of them stands in the words.
func hasOAuthCode(w string) bool {
	for _, e := range oauthCodes {
		if strings.Contains(w, e.code) {
			return true
		}
	}
	return false
}
