package auth

import (
	"context"
	"net/url"
	"time"

	"mailknock/mail/wire"
)

// Handler is the face's side of a sign-in. Each part may be nil.
type Handler struct {
	// Waiting is called once, on SignIn's goroutine, when the catcher listens
	// and before the browser is opened.
	Waiting func(Waiting)
	// Pasted brings what the person pasted: the URL that the browser ended on,
	// or its query. What is wrong with it is noted in the transcript, and the
	// sign-in goes on. It is read only until an answer came: send with a
	// select.
	Pasted <-chan string
	// PasteRefused is called, on SignIn's goroutine, with what is wrong with
	// what was pasted: a sentence or two.
	PasteRefused func(why string)
	// BrowserFailed is called at most once, on a goroutine of its own, when
	// the browser could not be opened. The sign-in goes on: the person can
	// open the URL themselves.
	BrowserFailed func(error)
	// NoBrowser leaves opening the URL to the person.
	NoBrowser bool
}

// Waiting is what a face shows while the browser has the word.
type Waiting struct {
	// URL is what to open: always show it, with Copy.
	URL string
	// RedirectURI is where the answer is awaited.
	RedirectURI string
	// Paste tells that nothing is caught there: the person has to paste the
	// address that the browser ended on.
	Paste bool
	// Deadline is when the sign-in gives up.
	Deadline time.Time
	// BrowserError is for the face to keep what BrowserFailed told; SignIn
	// leaves it empty.
	BrowserError error
}

// The time that the browser gets to take its page: after an answer, and when
// the person wants to stop.
const (
	pageGrace = time.Second
	stopGrace = 100 * time.Millisecond
)

// SignIn gets a token by the authorization code grant with PKCE (RFC 6749
// section 4.1, RFC 7636, RFC 8252). It blocks until the browser brought the
// answer and the code was exchanged, for at most Timeout plus the exchange;
// the end of ctx ends it at once.
//
// Its errors are *AuthorizationError, *IssuerError, *NotReceivedError,
// *PortError, *MixedEndpointsError, and those of the exchange: *TokenError,
// *NetworkError, *RedirectError, *AnswerError. After the end of ctx errors.Is
// finds its cause. A client that cannot be used is refused with a sentence.
func (f *Flow) SignIn(ctx context.Context, rec *wire.Recorder, c Client, h Handler) (*Token, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	a := newAttempt(c, rec)
	a.refused = h.PasteRefused
	catcher, err := newCatcher(a, f.listen)
	if err != nil {
		return nil, err
	}
	defer a.summary()
	defer catcher.close()
	if c.Redirect.URI == "" && c.Redirect.host() == "localhost" {
		checkLocalhost(ctx, rec, f.lookup, catcher.listeners)
	}
	address := a.url()
	if err := CheckBrowserURL(address); err != nil {
		return nil, err
	}
	start := f.now()
	timer := time.NewTimer(f.timeout())
	defer timer.Stop()
	catcher.serve()
	if c.Redirect.URI != "" {
		rec.Note("Waiting for the address that the browser ends on, to be pasted; it begins with %s", a.redirect)
	} else {
		rec.Note("Waiting for the browser's answer at %s", a.redirect)
	}
	rec.Out([]byte("GET "+address), false)
	if h.Waiting != nil {
		h.Waiting(Waiting{URL: address, RedirectURI: a.redirect, Paste: c.Redirect.URI != "", Deadline: start.Add(f.timeout())})
	}
	if !h.NoBrowser {
		f.open(rec, address, h)
	}
	d, err := a.await(ctx, timer.C, h.Pasted)
	switch {
	case err != nil:
		rec.Note("The sign-in was stopped before an answer came.")
		return nil, err
	case d == nil:
		late := &NotReceivedError{
			RedirectURI: a.redirect, Waited: f.timeout(),
			Requests: catcher.requestCount(), Foreign: a.foreignCount(),
		}
		rec.Note("%s", late.Error())
		return nil, late
	}
	return f.finish(ctx, a, d)
}

// open starts the browser beside the sign-in: on Linux the call may last as
// long as the browser runs.
func (f *Flow) open(rec *wire.Recorder, address string, h Handler) {
	open := f.OpenURL
	if open == nil {
		open = OpenBrowser
	}
	go func() {
		if err := open(address); err != nil {
			rec.Note("The browser could not be opened: %s. Open the address yourself.", clean(rec, err.Error(), 300))
			if h.BrowserFailed != nil {
				h.BrowserFailed(err)
			}
		}
	}()
}

// await blocks until the answer came; nil means that the time is over.
func (a *attempt) await(ctx context.Context, timeout <-chan time.Time, pasted <-chan string) (*delivery, error) {
	for {
		select {
		case d := <-a.answers:
			return &d, nil
		case text, open := <-pasted:
			if !open {
				pasted = nil
				continue
			}
			a.paste(text)
		case <-timeout:
			return nil, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// finish exchanges the code and lets the page tell how that went.
func (f *Flow) finish(ctx context.Context, a *attempt, d *delivery) (*Token, error) {
	t, claims, err := f.redeem(ctx, a, d)
	end, grace := outcomeOf(err), pageGrace
	if err != nil && ctx.Err() != nil {
		end, grace = stopped, stopGrace
	}
	d.page.show(end, grace)
	if err != nil {
		return nil, err
	}
	f.identify(ctx, a.rec, a.client, t, claims, a.nonce)
	return t, nil
}

// redeem sends the code to the token endpoint, once.
func (f *Flow) redeem(ctx context.Context, a *attempt, d *delivery) (*Token, idClaims, error) {
	if d.err != nil {
		a.rec.Note("%s", clean(a.rec, d.err.Error(), 1500))
		return nil, idClaims{}, d.err
	}
	return f.token(ctx, a.rec, a.client, Token{}, url.Values{
		"grant_type": {"authorization_code"}, "code": {d.code}, "redirect_uri": {a.redirect}, "code_verifier": {a.verifier},
	})
}
