package discover

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func request(endpoint string) RegisterRequest {
	return RegisterRequest{Endpoint: endpoint, Name: "Mailknock", RedirectURIs: []string{"http://127.0.0.1/"}, Scopes: []string{scopeMail, scopeOffline}}
}

func TestRegister(t *testing.T) {
	w := wellRun()
	f := w.finder(t)
	r, err := f.Register(t.Context(), request("https://mail.example.org/register"))
	if err != nil || r.ClientID != "c-4711" || !r.Secret.Empty() || r.AuthMethod != "none" || len(r.Scopes) != 2 || r.ManageURL == "" {
		t.Fatalf("%+v %v", r, err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		if strings.Contains(fmt.Sprintf(verb, r), "manage-0123") {
			t.Errorf("%s shows the token", verb)
		}
	}
	if err := f.Unregister(t.Context(), r); err != nil {
		t.Error(err)
	}
	r.ManageURL += "x"
	if err := f.Unregister(t.Context(), r); err == nil || !strings.Contains(err.Error(), "it stays there, unused") {
		t.Error(err)
	}
}

func TestRegisterRefused(t *testing.T) {
	const endpoint = "https://mail.example.org/register"
	reply := func(code int, body string) func(*world) {
		return func(w *world) {
			w.pages[hub+"/register"] = func(rw http.ResponseWriter, _ *http.Request) {
				rw.WriteHeader(code)
				_, _ = rw.Write([]byte(body))
			}
		}
	}
	for name, test := range map[string]struct {
		change func(*world)
		want   string
	}{
		"redirect":    {reply(400, `{"error":"invalid_redirect_uri","error_description":"no \u001b[1mloopback"}`), "refuses the redirect address of this program: invalid_redirect_uri: no <U+001B>[1mloopback"},
		"strangers":   {reply(401, ``), "registers no programs that it does not know: status 401"},
		"other":       {reply(400, `{"error":"invalid_client_metadata"}`), "did not register this program: invalid_client_metadata; register by hand"},
		"no client":   {reply(201, `{}`), "the answer names no client ID"},
		"broken":      {reply(201, `{"client_id":`), "the JSON is broken"},
		"left out":    {reply(201, `{"client_id":"c","redirect_uris":["https://x.example/"]}`), "left out the redirect address http://127.0.0.1/"},
		"moved":       {func(w *world) { w.redirect(hub+"/register", "https://evil.example/") }, "status 302"},
		"unreachable": {func(w *world) { w.pages = map[string]http.HandlerFunc{} }, "there is no host mail.example.org"},
	} {
		w := wellRun()
		test.change(w)
		if _, err := w.finder(t).Register(t.Context(), request(endpoint)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
		if len(w.heard) > 1 {
			t.Errorf("%s: asked again: %v", name, w.heard)
		}
	}
	var no *RegisterError
	w := wellRun()
	w.pages[hub+"/register"] = status(403)
	if _, err := w.finder(t).Register(t.Context(), request(endpoint)); !errors.As(err, &no) || no.Status != 403 || no.Host != hub {
		t.Errorf("%+v", err)
	}
	if _, err := w.finder(t).Register(t.Context(), request("http://mail.example.org/register")); err == nil || !strings.Contains(err.Error(), "must begin with https://") {
		t.Error(err)
	}
}

// A token that manages the registration goes to the provider that gave it,
// and nowhere else.
func TestManageElsewhere(t *testing.T) {
	a := registerAnswer{ClientID: "c", ManageURL: "https://evil.example/c", ManageToken: "t"}
	if r, err := a.registered(request("https://mail.example.org/register"), hub, 201); err != nil || r.ManageURL != "" || !r.ManageToken.Empty() {
		t.Errorf("%+v %v", r, err)
	}
}
