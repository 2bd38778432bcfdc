package discover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// resource is the part of a protected resource's metadata that is used (RFC
// 9728 section 2).
type resource struct {
	Resource string   `json:"resource"`
	Servers  []string `json:"authorization_servers"`
	Scopes   []string `json:"scopes_supported"`
	Bearer   []string `json:"bearer_methods_supported"`
}

func parseResource(data []byte) (*resource, error) {
	var r resource
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, brokenJSON(err)
	}
	if r.Resource == "" {
		return nil, errors.New("the document names no resource")
	}
	return &r, nil
}

// resourceURL gives the address of a resource's metadata (RFC 9728 section
// 3.1): the well-known part goes between host and path.
func resourceURL(of string) string {
	u, err := url.Parse(of)
	if err != nil {
		return ""
	}
	address := u.Scheme + "://" + u.Host + "/.well-known/oauth-protected-resource" + strings.TrimSuffix(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		address += "?" + u.RawQuery
	}
	return address
}

// resourceAnswer is what a resource said of itself.
type resourceAnswer struct {
	of, url  string
	reply    reply
	resource *resource
	// issuer is the first authorization server that can be one.
	issuer string
}

// askResource opens the question for one resource; the result asks it.
func (s *survey) askResource(a *resourceAnswer) func(context.Context) {
	a.url = resourceURL(a.of)
	q := s.open(hostOf(a.url), a.url, "the host name")
	return func(ctx context.Context) {
		a.reply = q.ask(ctx, func(ctx context.Context) reply { return s.fetchResource(ctx, a) })
	}
}

func (s *survey) fetchResource(ctx context.Context, a *resourceAnswer) reply {
	d, r := s.fetch(ctx, a.url, false)
	if d == nil {
		return r
	}
	found, err := parseResource(d.body)
	if err != nil {
		return unreadable(err)
	}
	a.resource = found
	// RFC 9728 section 3.3; a path of "/" is the same as none.
	if strings.TrimSuffix(found.Resource, "/") != strings.TrimSuffix(a.of, "/") {
		return refused(fmt.Sprintf("the document speaks for another resource, %s", shown(found.Resource)))
	}
	for _, issuer := range found.Servers {
		if checkIssuer(issuer) == nil {
			a.issuer = issuer
			return answered("the authorization server " + issuer)
		}
	}
	return nothing("the document names no authorization server that can be used")
}
