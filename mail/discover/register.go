package discover

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// RegisterRequest is what the program says of itself. The person has to agree
// before it is sent: the provider keeps it.
type RegisterRequest struct {
	// Endpoint is Result.OAuth.RegistrationURL.
	Endpoint string
	// Name is what the person will read when signing in.
	Name string
	// RedirectURIs are all that will be used; for a loopback address, with the
	// port where it is fixed and without one where any will do (RFC 8252
	// section 7.3).
	RedirectURIs []string
	Scopes       []string
}

// Registered is what the provider made of it (RFC 7591 section 3.2.1). It is
// good for the issuer of the endpoint alone.
type Registered struct {
	ClientID string
	// Secret is empty for a public client, as the profile wants it.
	Secret wire.Secret
	// SecretExpires is zero when the secret does not expire, or there is none.
	SecretExpires time.Time
	RedirectURIs  []string
	Scopes        []string
	// AuthMethod is how the client shows itself at the token endpoint.
	AuthMethod string
	// ManageURL and ManageToken change or delete the registration (RFC 7592);
	// empty where the provider has no such thing.
	ManageURL   string
	ManageToken wire.Secret
}

// registerBody is the request (RFC 7591 section 2; application_type is of
// OpenID Connect Registration section 2).
type registerBody struct {
	Name            string   `json:"client_name"`
	RedirectURIs    []string `json:"redirect_uris"`
	Scope           string   `json:"scope,omitempty"`
	GrantTypes      []string `json:"grant_types"`
	ResponseTypes   []string `json:"response_types"`
	AuthMethod      string   `json:"token_endpoint_auth_method"`
	ApplicationType string   `json:"application_type"`
}

type registerAnswer struct {
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"`
	Expires      int64    `json:"client_secret_expires_at"`
	RedirectURIs []string `json:"redirect_uris"`
	AuthMethod   string   `json:"token_endpoint_auth_method"`
	Scope        string   `json:"scope"`
	ManageURL    string   `json:"registration_client_uri"`
	ManageToken  string   `json:"registration_access_token"`
	Error        string   `json:"error"`
	Description  string   `json:"error_description"`
}

// Register registers the program as a public client (RFC 7591 section 3.1).
// Call it only after the person has agreed: it leaves something behind at the
// provider. It blocks for at most 5 seconds and is not repeated by itself.
// Errors are *[RegisterError], or a sentence.
func (f *Finder) Register(ctx context.Context, request RegisterRequest) (Registered, error) {
	if err := checkURL(request.Endpoint); err != nil {
		return Registered{}, fmt.Errorf("the registration endpoint %w", err)
	}
	body, err := json.Marshal(registerBody{
		Name: request.Name, RedirectURIs: request.RedirectURIs, Scope: strings.Join(request.Scopes, " "),
		GrantTypes: []string{"authorization_code", "refresh_token"}, ResponseTypes: []string{"code"},
		AuthMethod: "none", ApplicationType: "native",
	})
	if err != nil {
		return Registered{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, f.each())
	defer cancel()
	host := hostOf(request.Endpoint)
	status, data, err := f.send(ctx, http.MethodPost, request.Endpoint, body, "")
	if err != nil {
		return Registered{}, err
	}
	var a registerAnswer
	if err := json.Unmarshal(data, &a); err != nil && status < 300 {
		return Registered{}, &RegisterError{Host: host, Status: status, What: brokenJSON(err).Error()}
	}
	if status != http.StatusCreated && status != http.StatusOK {
		return Registered{}, &RegisterError{Host: host, Status: status, Code: shown(a.Error), Description: shown(a.Description)}
	}
	return a.registered(request, host, status)
}

// registered checks a yes: the provider may have changed what was asked.
func (a *registerAnswer) registered(request RegisterRequest, host string, status int) (Registered, error) {
	wrong := func(what string) (Registered, error) {
		return Registered{}, &RegisterError{Host: host, Status: status, What: what}
	}
	if a.ClientID == "" || len(a.ClientID) > maxURL || wire.Visible([]byte(a.ClientID)) != a.ClientID {
		return wrong("the answer names no client ID")
	}
	if len(a.ClientSecret) > maxURL || wire.Visible([]byte(a.ClientSecret)) != a.ClientSecret {
		return wrong("the answer's client secret cannot be one")
	}
	if a.RedirectURIs == nil {
		a.RedirectURIs = request.RedirectURIs
	}
	for _, uri := range request.RedirectURIs {
		if !slices.Contains(a.RedirectURIs, uri) {
			return wrong("the provider left out the redirect address " + uri)
		}
	}
	r := Registered{
		ClientID: a.ClientID, Secret: wire.NewSecret(a.ClientSecret), RedirectURIs: a.RedirectURIs, Scopes: strings.Fields(a.Scope), AuthMethod: a.AuthMethod,
	}
	if a.ClientSecret != "" && a.Expires > 0 {
		r.SecretExpires = time.Unix(a.Expires, 0)
	}
	// The token for it is for the same provider only.
	if checkURL(a.ManageURL) == nil && site(hostOf(a.ManageURL)) == site(host) {
		r.ManageURL, r.ManageToken = a.ManageURL, wire.NewSecret(a.ManageToken)
	}
	return r, nil
}

// Unregister deletes a registration (RFC 7592 section 2.3). It blocks for at
// most 5 seconds.
func (f *Finder) Unregister(ctx context.Context, r Registered) error {
	if r.ManageURL == "" {
		return errors.New("the provider has no way to delete the registration: it stays there, unused")
	}
	ctx, cancel := context.WithTimeout(ctx, f.each())
	defer cancel()
	status, _, err := f.send(ctx, http.MethodDelete, r.ManageURL, nil, r.ManageToken.Reveal())
	if err == nil && status >= 300 {
		err = fmt.Errorf("%s did not delete the registration (status %d): it stays there, unused", hostOf(r.ManageURL), status)
	}
	return err
}

// send carries one exchange that is no question: it is neither repeated nor
// redirected.
func (f *Finder) send(ctx context.Context, method, address string, body []byte, token string) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return 0, nil, errors.New("that is no address to ask")
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := f.do(req)
	if err != nil {
		return 0, nil, errors.New(explain(ctx, req.URL.Hostname(), err).words)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return 0, nil, errors.New(explain(ctx, req.URL.Hostname(), err).words)
	}
	return resp.StatusCode, data, nil
}
