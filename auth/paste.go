package auth

import (
	"net/url"
	"strings"
	"unicode"
)

// paste judges what the person pasted, as a callback is judged. What is wrong
// is noted; the sign-in goes on.
func (a *attempt) paste(text string) {
	query, why := a.pasted(text)
	if why == "" {
		switch v, reason := a.accept(query, nil); v {
		case accepted:
			a.rec.In([]byte("pasted "+maskForm(a.rec, query)), false)
			return
		case used:
			why = "this sign-in has its answer already."
		case malformed:
			why = reason + ". Copy the whole address of the page that the browser ended on."
		case foreign:
			why = reason + ". It is of an old or another sign-in: finish the page that was opened just now."
		}
	}
	a.rec.Note("What you pasted cannot be used: %s", why)
	if a.refused != nil {
		a.refused(why)
	}
}

// pasted takes the query out of what was pasted, or tells in words why there
// is none.
func (a *attempt) pasted(text string) (query, why string) {
	if len(text) > maxURL {
		return "", "it is too long for an address."
	}
	// An address has no white space: a terminal or a mail broke the line.
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	text = strings.Trim(text, "\"'<>`")
	switch {
	case text == "":
		return "", "it is empty."
	case strings.HasPrefix(text, "?"):
		return text[1:], ""
	case !strings.Contains(text, "://"):
		return a.pastedPart(text)
	}
	u, err := url.Parse(text)
	if err != nil {
		return "", "it is not an address. It begins with " + a.redirect
	}
	switch {
	case strings.EqualFold(u.Host, hostPort(a.client.AuthURL)) && (strings.Contains(u.Path, "error") || u.Query().Has("error") || u.Query().Has("authError")):
		return "", "it is an error page of the provider: end this sign-in, and let Mailknock explain that address."
	case strings.EqualFold(u.Host, hostPort(a.client.AuthURL)):
		return "", "it is the address of the provider's page. Sign in there first; the address that you need begins with " + a.redirect
	case u.Scheme+"://" != a.redirect[:strings.Index(a.redirect, "://")+3] || !strings.EqualFold(u.Host, a.authority):
		return "", "it leads to " + clean(a.rec, u.Scheme+"://"+u.Host, 100) + ", but the answer of this sign-in begins with " + a.redirect
	case orRoot(u.EscapedPath()) != a.path:
		return "", "it has the path of an old or another sign-in. The answer of this one begins with " + a.redirect
	}
	return queryOf(u.RawQuery, u.Fragment)
}

// pastedPart takes a bare query, or a path with a query.
func (a *attempt) pastedPart(text string) (query, why string) {
	if before, after, found := strings.Cut(text, "?"); found {
		if path := before[max(strings.IndexByte(before, '/'), 0):]; orRoot(path) != a.path {
			return "", "it is of an old or another sign-in. The answer of this one begins with " + a.redirect
		}
		text = after
	}
	if !strings.Contains(text, "=") {
		return "", "it is only a part. Copy the whole address, which begins with " + a.redirect
	}
	text, fragment, _ := strings.Cut(text, "#")
	return queryOf(text, fragment)
}

func queryOf(query, fragment string) (string, string) {
	switch {
	case query != "":
		return query, ""
	case strings.Contains(fragment, "="):
		return "", "the answer stands after a #, where the provider may not put it. Check that the app is registered as a desktop app."
	}
	return "", "it has no answer in it: the part after ? is missing."
}

func hostPort(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Host
}

func pathOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.EscapedPath()
}

func orRoot(path string) string {
	if path == "" {
		return "/"
	}
	return path
}
