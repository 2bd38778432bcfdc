package e2e

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// idp is oidc-provider, the OAuth server. Its client ids are described in
// peers/oidc/server.mjs.
type idp struct {
	*process
	Issuer string
	// at is where it listens; its Issuer may be a name that leads there.
	at string
	ca *authority
}

func startIDP(t testing.TB, ca *authority) *idp {
	t.Helper()
	return startNamedIDP(t, ca, "")
}

// startNamedIDP starts one that its clients know under another address.
func startNamedIDP(t testing.TB, ca *authority, issuer string) *idp {
	t.Helper()
	node := need(t, "node")
	dir, err := filepath.Abs(filepath.Join("peers", "oidc"))
	fatal(t, err)
	needFile(t, filepath.Join(dir, "node_modules", "oidc-provider"), "oidc-provider")

	port := freePorts(t, 1)[0]
	at := "https://" + loopback(port)
	if issuer == "" {
		issuer = at
	}
	options, err := json.Marshal(map[string]any{
		"port": port, "issuer": issuer, "key": readFile(t, ca.KeyFile), "cert": readFile(t, ca.CertFile),
		"signing": ca.SigningPEM, "app": ca.App.PublicPEM,
	})
	fatal(t, err)
	cmd := exec.Command(node, "server.mjs")
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader(string(options))
	p := start(t, "oidc-provider", cmd)
	p.listening(t, loopback(port))
	return &idp{process: p, Issuer: issuer, at: at, ca: ca}
}

// count tells how often the server has reported an event, like grant.revoked.
func (i *idp) count(event string) int {
	return strings.Count(i.out.String(), `{"event":"`+event+`"`)
}

// countOf is count for one client.
func (i *idp) countOf(event, client string) int {
	return strings.Count(i.out.String(), `{"event":"`+event+`","client":"`+client+`"`)
}

// wait blocks until the server has reported an event n times.
func (i *idp) wait(t testing.TB, event string, n int) {
	t.Helper()
	i.until(t, event, func() bool { return i.count(event) >= n })
}

// until blocks until what the server has reported shows that something is done.
func (i *idp) until(t testing.TB, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), readyWithin)
	defer cancel()
	if _, err := i.out.wait(ctx, func(string) bool { return done() }); err != nil {
		t.Fatalf("oidc-provider did not report: %s: %v", what, err)
	}
}

// tokens is the server's answer.
type tokens struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	ID      string `json:"id_token"`
	Scope   string `json:"scope"`
	Expires int    `json:"expires_in"`
	Error   string `json:"error"`
}

// post sends a form to one of the server's endpoints and reads JSON, if any.
func (i *idp) post(t testing.TB, path string, form url.Values) (int, tokens) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, i.at+path, strings.NewReader(form.Encode()))
	fatal(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if path == "/token/introspection" {
		req.SetBasicAuth("dovecot", "dovecot-secret")
	}
	client := newBrowser(i.ca).Client
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	fatal(t, err)
	defer resp.Body.Close()
	var answer tokens
	if strings.Contains(resp.Header.Get("Content-Type"), "json") {
		fatal(t, json.NewDecoder(resp.Body).Decode(&answer))
	}
	return resp.StatusCode, answer
}

// token signs a user in and gives what a client gets. With no scope it asks for
// all that a mail client needs.
func (i *idp) token(t testing.TB, clientID, user string, scope ...string) tokens {
	t.Helper()
	if len(scope) == 0 {
		scope = []string{"openid", "email", "offline_access", "mail"}
	}
	const verifier = "the-verifier-of-the-tests-has-at-least-43-characters"
	const redirect = "http://127.0.0.1/"
	start := i.Issuer + "/auth?" + url.Values{
		"client_id": {clientID}, "response_type": {"code"}, "redirect_uri": {redirect},
		"scope": {strings.Join(scope, " ")}, "prompt": {"consent"}, "state": {"x"},
		"code_challenge": {s256(verifier)}, "code_challenge_method": {"S256"},
	}.Encode()
	b := newBrowser(i.ca)
	b.User = user
	back, err := b.consent(t.Context(), start)
	fatal(t, err)
	code := back.Query().Get("code")
	if code == "" {
		t.Fatalf("oidc-provider sent no code but %s", back)
	}
	status, answer := i.post(t, "/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {clientID}, "redirect_uri": {redirect},
		"code": {code}, "code_verifier": {verifier},
	})
	if status != http.StatusOK || answer.Access == "" {
		t.Fatalf("oidc-provider gave no token: %d %s", status, answer.Error)
	}
	return answer
}

// revoke takes a token back.
func (i *idp) revoke(t testing.TB, clientID, token string) {
	t.Helper()
	status, _ := i.post(t, "/token/revocation", url.Values{"client_id": {clientID}, "token": {token}})
	if status != http.StatusOK {
		t.Fatalf("oidc-provider did not revoke: %d", status)
	}
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	fatal(t, err)
	return string(content)
}

// refresh uses a refresh token.
func (i *idp) refresh(t testing.TB, clientID, refresh string) (int, tokens) {
	t.Helper()
	return i.post(t, "/token", url.Values{"grant_type": {"refresh_token"}, "client_id": {clientID}, "refresh_token": {refresh}})
}

// secrets gives every code and token that the server has given out.
func (i *idp) secrets() []string { return i.secretsOf("") }

// secretsOf is secrets for one client.
func (i *idp) secretsOf(client string) []string {
	var all []string
	for line := range strings.Lines(i.out.String()) {
		var event struct{ Secret, Client string }
		if json.Unmarshal([]byte(line), &event) == nil && event.Secret != "" && (client == "" || event.Client == client) {
			all = append(all, event.Secret)
		}
	}
	return all
}
