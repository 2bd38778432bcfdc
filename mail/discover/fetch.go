package discover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"mailknock/mail/wire"
)

// maxBody bounds a document, in bytes.
const maxBody = 256 << 10

// maxHops bounds the redirects of one question.
const maxHops = 3

// document is what came for a URL.
type document struct {
	// url is where it came from in the end; moved says that this is another
	// site than the one asked.
	url   string
	moved bool
	body  []byte
}

// fetch asks for a URL and gives the document, or nil and how the question
// ended. follow allows redirects.
func (f *Finder) fetch(ctx context.Context, address string, follow bool) (*document, reply) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, failed("that is no address to ask")
	}
	asked := u
	for hop := 0; ; hop++ {
		resp, err := f.get(ctx, u)
		if err != nil {
			return nil, explain(ctx, u.Hostname(), err)
		}
		to := resp.Header.Get("Location")
		if resp.StatusCode < 300 || resp.StatusCode > 399 || to == "" {
			return read(ctx, resp, u, asked)
		}
		_ = resp.Body.Close()
		next, err := u.Parse(to)
		switch {
		case err != nil:
			return nil, refused("it sends on to an address that cannot be read")
		case !follow:
			return nil, refused(fmt.Sprintf("it sends on to %s: metadata must not be redirected", bare(next)))
		case next.Scheme != "https":
			return nil, refused(fmt.Sprintf("it sends on to %s, which is not encrypted: not followed", bare(next)))
		case wire.CheckHost(next.Hostname()) != nil || next.User != nil:
			return nil, refused("it sends on to an address that must not be followed")
		case hop == maxHops:
			return nil, failed("it sends on and on")
		}
		if site(next.Hostname()) != site(asked.Hostname()) {
			// The address of the person is for the domain's own host only.
			next.RawQuery = ""
		}
		u = next
	}
}

func (f *Finder) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("that is no address to ask")
	}
	return f.do(req)
}

// do carries one exchange, without cookies and without following redirects.
func (f *Finder) do(req *http.Request) (*http.Response, error) {
	transport, err := f.roundTripper(req.URL)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "Mailknock")
	req.Header.Set("Accept", "application/json, text/xml;q=0.9, application/xml;q=0.9")
	client := &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client.Do(req)
}

// read takes the body of a last answer.
func read(ctx context.Context, resp *http.Response, u, asked *url.URL) (*document, reply) {
	defer resp.Body.Close()
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusGone:
		return nil, nothing(fmt.Sprintf("there is no such document (status %d)", resp.StatusCode))
	case resp.StatusCode != http.StatusOK:
		return nil, failed(fmt.Sprintf("it answered with status %d", resp.StatusCode))
	case kind == "text/html":
		return nil, nothing("a web page came instead of settings")
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, explain(ctx, u.Hostname(), err)
	}
	if len(body) > maxBody {
		return nil, refused(fmt.Sprintf("the answer is longer than %d KiB", maxBody>>10))
	}
	return &document{url: u.String(), moved: site(u.Hostname()) != site(asked.Hostname()), body: body}, reply{}
}

// bare gives a URL without what it may hold of a person.
func bare(u *url.URL) string { return u.Scheme + "://" + u.Host + u.EscapedPath() }

// maxURL bounds an endpoint, in bytes.
const maxURL = 2 << 10

// checkURL accepts https URLs that can be an issuer or an endpoint, and says
// what is wrong with others.
func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return errors.New("is missing")
	case len(text) > maxURL || err != nil || strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"'`$(){}<>\\^|;", r)
	}):
		return errors.New("is not an address")
	case u.Scheme == "http":
		return errors.New("is not encrypted: it must begin with https://")
	case u.Scheme != "https":
		return errors.New("must begin with https://")
	case u.User != nil:
		return errors.New("holds a user name")
	case u.Fragment != "" || strings.Contains(text, "#"):
		return errors.New("holds a #")
	case wire.CheckHost(u.Hostname()) != nil:
		return errors.New("has no host name")
	case leadsHere(u.Hostname()):
		return errors.New("leads to this computer")
	}
	return nil
}

// checkIssuer is checkURL for an issuer, which has no query either (RFC 8414
// section 2).
func checkIssuer(text string) error {
	if err := checkURL(text); err != nil {
		return err
	}
	if strings.Contains(text, "?") {
		return errors.New("holds a ?")
	}
	return nil
}
