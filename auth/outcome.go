package auth

import (
	"bytes"
	"errors"
	"html/template"
	"net/http"
	"time"

	"mailknock/assets"
)

// outcome is how an answer ended: the page that the browser shows is chosen by
// it from a fixed list. Nothing of a request is ever on the page.
type outcome int

const (
	signedIn outcome = iota
	refusedByProvider
	tokenRefused
	tokenNotNow
	unreachable
	unusable
	otherProvider
	stopped
	alreadyUsed
	notOurs
	broken
)

type page struct {
	Status      int
	Good        bool
	Title, Text string
}

var pages = map[outcome]page{
	signedIn:          {http.StatusOK, true, "You are signed in", "You can close this tab and go back to Mailknock."},
	refusedByProvider: {http.StatusOK, false, "You are not signed in", "Your provider answered with a no. Mailknock shows what it said."},
	tokenRefused:      {http.StatusOK, false, "You are not signed in", "Your provider let you in, but refused to give Mailknock a token. Mailknock shows why."},
	tokenNotNow:       {http.StatusOK, false, "You are not signed in", "Your provider let you in, but cannot give Mailknock a token just now. Try again in a moment."},
	unreachable:       {http.StatusOK, false, "You are not signed in", "Your provider let you in, but Mailknock could not reach it to get a token. Mailknock shows what happened."},
	unusable:          {http.StatusOK, false, "You are not signed in", "Your provider let you in, but its answer cannot be used. Mailknock shows why."},
	otherProvider:     {http.StatusBadRequest, false, "You are not signed in", "This answer comes from another provider than the one that Mailknock asked. Nothing was sent to it."},
	stopped:           {http.StatusOK, false, "You are not signed in", "The sign-in was stopped in Mailknock. Start it again there."},
	alreadyUsed:       {http.StatusBadRequest, false, "This answer was already used", "Mailknock has taken it before. You can close this tab."},
	notOurs:           {http.StatusBadRequest, false, "This answer is not for the sign-in that is going on", "It comes from an old tab or from another program. Mailknock still waits for the right one."},
	broken:            {http.StatusBadRequest, false, "This answer cannot be read", "Mailknock still waits for a right one, and shows what is wrong with this."},
}

var callback = template.Must(template.New("callback").Parse(assets.Callback))

// outcomeOf chooses the page for the error that a sign-in ended with.
func outcomeOf(err error) outcome {
	var (
		refused *AuthorizationError
		issuer  *IssuerError
		denied  *TokenError
		network *NetworkError
	)
	switch {
	case err == nil:
		return signedIn
	case errors.As(err, &issuer):
		return otherProvider
	case errors.As(err, &refused):
		return refusedByProvider
	case errors.As(err, &denied) && denied.Temporary():
		return tokenNotNow
	case errors.As(err, &denied):
		return tokenRefused
	case errors.As(err, &network):
		return unreachable
	}
	return unusable
}

// heldPage is a page that the browser waits for.
type heldPage struct {
	// outcome has room for one.
	outcome chan outcome
	// closed is closed when the browser's connection is.
	closed <-chan struct{}
}

// show lets the page go, and blocks until the browser took it, for at most
// grace.
func (p *heldPage) show(o outcome, grace time.Duration) {
	if p == nil {
		return
	}
	p.outcome <- o
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-p.closed:
	case <-timer.C:
	}
}

// writePage answers with the page of an outcome.
func writePage(w http.ResponseWriter, o outcome) {
	p := pages[o]
	var body bytes.Buffer
	if err := callback.Execute(&body, p); err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body.Bytes())
}

// setHeaders sets what every answer of the catcher has: nothing is kept, sent
// on, embedded or run.
func setHeaders(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "+
		"frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Connection", "close")
}
