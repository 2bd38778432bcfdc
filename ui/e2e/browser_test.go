package e2e

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
)

// browser walks through oidc-provider's pages as a person does.
type browser struct {
	*http.Client
	User string
	Deny bool
}

func newBrowser(ca *authority) *browser {
	jar, _ := cookiejar.New(nil) // fails never without options
	return &browser{
		User: "anna@example.test",
		Client: &http.Client{
			Jar:           jar,
			Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: ca.Roots}},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

var (
	formAction = regexp.MustCompile(`<form[^>]*action="([^"]+)"`)
	formPrompt = regexp.MustCompile(`name="prompt" value="([^"]+)"`)
	abortLink  = regexp.MustCompile(`href="([^"]*/abort)"`)
)

// consent opens an authorization URL, signs in and agrees, and gives the
// redirect to the client without following it.
func (b *browser) consent(ctx context.Context, start string) (*url.URL, error) {
	defer b.CloseIdleConnections()
	at, err := url.Parse(start)
	if err != nil {
		return nil, err
	}
	server := at.Host
	var form url.Values
	for range 20 {
		next, page, err := b.visit(ctx, at, form)
		if err != nil {
			return nil, err
		}
		form = nil
		if next != nil {
			if next.Host != server {
				return next, nil
			}
			at = next
			continue
		}
		if at, form, err = b.answer(at, page); err != nil {
			return nil, err
		}
	}
	return nil, errors.New("oidc-provider's pages have no end")
}

// answer fills the form of a page in.
func (b *browser) answer(at *url.URL, page string) (*url.URL, url.Values, error) {
	if link := abortLink.FindStringSubmatch(page); b.Deny && link != nil {
		next, err := at.Parse(html.UnescapeString(link[1]))
		return next, nil, err
	}
	action, prompt := formAction.FindStringSubmatch(page), formPrompt.FindStringSubmatch(page)
	if action == nil || prompt == nil {
		return nil, nil, fmt.Errorf("oidc-provider shows a page without a form: %.2000s", page)
	}
	form := url.Values{"prompt": {prompt[1]}}
	if prompt[1] == "login" {
		form.Set("login", b.User)
		form.Set("password", "any")
	}
	next, err := at.Parse(html.UnescapeString(action[1]))
	return next, form, err
}

// visit fetches one page, or the place that it redirects to.
func (b *browser) visit(ctx context.Context, at *url.URL, form url.Values) (*url.URL, string, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, at.String(), body)
	if err != nil {
		return nil, "", err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := b.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	page, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, "", err
	}
	if place := resp.Header.Get("Location"); place != "" {
		next, err := at.Parse(place)
		return next, "", err
	}
	if resp.StatusCode >= 400 {
		return nil, "", fmt.Errorf("oidc-provider answers %s: %.2000s", resp.Status, page)
	}
	return nil, string(page), nil
}

func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
