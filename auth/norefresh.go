package auth

import "slices"

// noRefresh tells why an answer has no refresh token. granted is what the
// answer said, nil when it said nothing.
func noRefresh(c Client, granted []string) string {
	if hostOf(c.AuthURL) == "accounts.google.com" {
		switch {
		case c.AuthParams["access_type"] != "offline":
			return "access_type=offline was not asked for."
		case c.AuthParams["prompt"] != "consent":
			return "Google gives one only when you consent, and you have consented before: ask with prompt=consent."
		}
		return "Google gave none although it was asked for. Take the app's access away at myaccount.google.com/connections and sign in again."
	}
	if c.AuthParams["access_type"] == "offline" {
		return "access_type=offline was asked for, and the provider gave none all the same."
	}
	switch {
	case !slices.Contains(c.Scopes, "offline_access"):
		return "the scope offline_access was not asked for."
	case granted != nil && !slices.Contains(granted, "offline_access"):
		return "the scope offline_access was asked for and not granted."
	}
	return "offline_access was asked for, and the provider gave none all the same: the app's registration may not allow it."
}
