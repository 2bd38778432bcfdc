package terminal

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// canary is a provider that issues known secrets and writes down those that
// the program makes.
type canary struct {
	*httptest.Server
	mu      sync.Mutex
	secrets map[string]string
}

const (
	canaryAccess   = "acc-Zq7RkT3vWn8LpX2mYc5HdJ9bGf4sQe6u"
	canaryRefresh  = "ref-Pw2NxV8kMz4TjB7hRy6LqC3dFs9gKa5e"
	canaryCode     = "cod-Hn5JtY9wXr3KvM8bQz6PfL2cGd7sUe4a"
	canarySecret   = "sec-Bk8WmQ4zTx7RpN2vHj5YcL9fDg3sVa6e"
	canaryDevice   = "dev-Tm4XqZ8vRk2LpW7nBj5YcH9sDg6fKe3u"
	canaryPassword = "pas-Xc6VnT9kRw3MqZ7hLj4PbY8dFg2sKe5u"
)

func newCanary(t *testing.T) *canary {
	c := &canary{secrets: map[string]string{
		"access token": canaryAccess, "refresh token": canaryRefresh, "code": canaryCode,
		"client secret": canarySecret, "passphrase": canaryPassword,
	}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		c.answer(w, map[string]any{
			"issuer": c.URL, "authorization_endpoint": c.URL + "/authorize", "token_endpoint": c.URL + "/token",
			"device_authorization_endpoint":    c.URL + "/device",
			"code_challenge_methods_supported": []string{"S256"},
		})
	})
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		back := q.Get("redirect_uri") + "?" + url.Values{"code": {canaryCode}, "state": {q.Get("state")}}.Encode()
		http.Redirect(w, r, back, http.StatusFound)
	})
	mux.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		c.keep("verifier", r.PostFormValue("code_verifier"))
		c.keep("assertion", r.PostFormValue("client_assertion")+r.PostFormValue("assertion"))
		c.answer(w, map[string]any{
			"access_token": canaryAccess, "refresh_token": canaryRefresh, "token_type": "Bearer", "expires_in": 1,
			"unknown": "echo " + canaryRefresh,
		})
	})
	mux.HandleFunc("/device", func(w http.ResponseWriter, _ *http.Request) {
		c.keep("device code", canaryDevice)
		c.answer(w, map[string]any{
			"device_code": canaryDevice, "user_code": "ABCD-EFGH", "verification_uri": c.URL, "expires_in": 60, "interval": 1, "unknown": canaryDevice,
		})
	})
	c.Server = httptest.NewServer(mux)
	t.Cleanup(c.Close)
	return c
}

// keep writes a secret down that the program, or the provider, made just now.
func (c *canary) keep(name, secret string) {
	if secret == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.secrets[name] = secret
}

func (c *canary) answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// parrot is an SMTP server that says back whatever it is told, as it came and
// decoded.
func parrot(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wait.Go(func() { repeat(conn) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wait.Wait()
	})
	return l.Addr().String()
}

func repeat(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 parrot\r\n")
	for in := bufio.NewScanner(conn); in.Scan(); {
		line := in.Text()
		switch {
		case strings.HasPrefix(line, "EHLO"):
			fmt.Fprint(conn, "250-parrot\r\n250 AUTH XOAUTH2\r\n")
		case strings.HasPrefix(line, "AUTH"):
			blob := line[strings.LastIndexByte(line, ' ')+1:]
			raw, _ := base64.StdEncoding.DecodeString(blob)
			text := strings.ReplaceAll(string(raw), "\x01", "^A")
			fmt.Fprintf(conn, "535-5.7.8 you said %s\r\n535-5.7.8 which is %s\r\n535-5.7.8 %s\r\n535 5.7.8 half of it is %s\r\n",
				blob, text, url.QueryEscape(text), blob[:len(blob)/2])
		default:
			fmt.Fprint(conn, "221 2.0.0 bye\r\n")
		}
	}
}

// TestNoSecretLeaves runs sign-in, refresh and checks with known secrets, and
// then looks for them in everything that the program wrote.
func TestNoSecretLeaves(t *testing.T) {
	c := newCanary(t)
	s := newShell(t)
	work := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(work, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	s.env[passphraseFile] = file("passphrase", canaryPassword)
	s.openURL = func(address string) error {
		answer, err := http.Get(address)
		if err == nil {
			_ = answer.Body.Close()
		}
		http.DefaultClient.CloseIdleConnections()
		return err
	}
	secret, given := file("secret", canarySecret), file("token", canaryAccess)
	log := filepath.Join(t.TempDir(), "log.txt")
	export := filepath.Join(t.TempDir(), "export.json")

	var said strings.Builder
	command := func(want int, args ...string) {
		t.Helper()
		r := s.run(t, args...)
		if r.code != want {
			t.Fatalf("%v: code %d\n%s\n%s", args, r.code, r.out, r.err)
		}
		said.WriteString(r.out + r.err)
	}
	server := parrot(t) + "/plain"
	account := []string{"--provider", "custom", "--issuer", c.URL, "--user", "anna@example.test", "--client-id", "mailknock", "--smtp", server}
	command(ExitOK, append([]string{"signin", "--client-secret-file", secret, "--save", "a", "--log", log}, account...)...)
	command(ExitFailed, "check", "--account", "a", "--client-secret-file", secret, "--json")
	command(ExitFailed, "check", "--account", "a", "--client-secret-file", secret, "--log", log)
	command(ExitFailed, append([]string{"check", "--token-file", given}, account...)...)
	command(ExitOK, "accounts", "show", "a")
	command(ExitOK, "accounts", "export", export)

	if len(c.secrets) != 6 || !strings.Contains(said.String(), "half of it is") {
		t.Fatalf("the flows did not run: %d secrets\n%s", len(c.secrets), said.String())
	}
	c.look(t, said.String(), s.dir, filepath.Dir(log), filepath.Dir(export))
}

// look searches what the program said and wrote for the secrets.
func (c *canary) look(t *testing.T, said string, dirs ...string) {
	t.Helper()
	texts := map[string]string{"standard output and error": said}
	for _, dir := range dirs {
		maps.Copy(texts, files(t, dir))
	}
	for where, text := range texts {
		for name, secret := range c.secrets {
			if part := leak(text, secret); part != "" {
				t.Errorf("the %s stands in %s: %q\n%s", name, where, part, text)
			}
		}
	}
}
