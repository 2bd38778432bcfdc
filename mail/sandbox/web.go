package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	authorizePath = "/authorize"
	tokenPath     = "/token"
	revokePath    = "/revoke"
	jwksPath      = "/jwks"
	maxForm       = 64 << 10
	maxWebConns   = 128
)

// web is the OAuth server.
type web struct {
	box    *Sandbox
	issuer string
	host   string
	server *http.Server

	running sync.WaitGroup

	mu      sync.Mutex
	conns   int
	waiting map[string]consent
}

func startWeb(box *Sandbox) (*web, error) {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	host := listener.Addr().String()
	w := &web{box: box, host: host, issuer: "http://" + host, waiting: make(map[string]consent)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", w.home)
	mux.HandleFunc("GET /.well-known/openid-configuration", w.metadata)
	mux.HandleFunc("GET /.well-known/oauth-authorization-server", w.metadata)
	mux.HandleFunc("GET "+jwksPath, w.jwks)
	mux.HandleFunc("GET "+authorizePath, w.authorize)
	mux.HandleFunc("POST "+authorizePath, w.decide)
	mux.HandleFunc("POST "+tokenPath, w.token)
	mux.HandleFunc("POST "+revokePath, w.revoke)
	mux.HandleFunc("POST "+devicePath, w.deviceAuthorization)
	mux.HandleFunc("GET "+verificationPath, w.verification)
	mux.HandleFunc("POST "+verificationPath, w.verification)
	w.server = &http.Server{
		Handler: w.guard(mux), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: writeLimit,
		IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: log.New(io.Discard, "", 0), ConnState: w.count,
	}
	w.running.Go(func() { _ = w.server.Serve(listener) })
	return w, nil
}

// count follows the connections, so that close can wait for them, and refuses
// those beyond the limit.
func (w *web) count(conn net.Conn, state http.ConnState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch state {
	case http.StateNew:
		w.running.Add(1)
		w.conns++
		if w.conns > maxWebConns {
			_ = conn.Close()
		}
	case http.StateClosed, http.StateHijacked:
		w.conns--
		w.running.Done()
	}
}

func (w *web) close() error {
	err := w.server.Close()
	w.running.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// guard sets what every answer has, and turns away requests to another name:
// a page elsewhere that made its name point here.
func (w *web) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		date := w.box.options.Now()
		if w.box.fault.Load().play == playClockSkew {
			date = date.Add(10 * time.Minute)
		}
		h := rw.Header()
		h.Set("Date", date.UTC().Format(http.TimeFormat))
		h.Set("Cache-Control", "no-store")
		h.Set("Pragma", "no-cache")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		// Without form-action: Chromium would hold the redirect that follows
		// the form to it, and so never go back to the program.
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'")
		if r.Host != w.host {
			http.Error(rw, "this is "+w.host, http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(rw, r.Body, maxForm)
		next.ServeHTTP(rw, r)
	})
}

func writeJSON(rw http.ResponseWriter, status int, v any) {
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_ = json.NewEncoder(rw).Encode(v)
}

// metadata answers for RFC 8414 and for OpenID Connect Discovery.
func (w *web) metadata(rw http.ResponseWriter, _ *http.Request) {
	var scopes []string
	for _, known := range scopeWords {
		scopes = append(scopes, known.scope)
	}
	writeJSON(rw, http.StatusOK, map[string]any{
		"issuer":                                           w.issuer,
		"authorization_endpoint":                           w.issuer + authorizePath,
		"token_endpoint":                                   w.issuer + tokenPath,
		"revocation_endpoint":                              w.issuer + revokePath,
		"jwks_uri":                                         w.issuer + jwksPath,
		"scopes_supported":                                 scopes,
		"response_types_supported":                         []string{"code"},
		"response_modes_supported":                         []string{"query"},
		"device_authorization_endpoint":                    w.issuer + devicePath,
		"grant_types_supported":                            []string{"authorization_code", "refresh_token", deviceGrant, "client_credentials", jwtBearer},
		"subject_types_supported":                          []string{"public"},
		"id_token_signing_alg_values_supported":            []string{"ES256"},
		"code_challenge_methods_supported":                 []string{"S256"},
		"token_endpoint_auth_methods_supported":            []string{"none", "client_secret_post", "private_key_jwt"},
		"token_endpoint_auth_signing_alg_values_supported": []string{"ES256", "RS256", "PS256"},
		"authorization_response_iss_parameter_supported":   true,
	})
}

func (w *web) jwks(rw http.ResponseWriter, _ *http.Request) {
	writeJSON(rw, http.StatusOK, map[string]any{"keys": []jwk{w.box.store.signer.jwk}})
}

func (w *web) home(rw http.ResponseWriter, _ *http.Request) {
	w.show(rw, http.StatusOK, page{Title: "Sandbox", Text: "This is the sign-in of Mailknock's sandbox. Start a sign-in in the program."})
}
