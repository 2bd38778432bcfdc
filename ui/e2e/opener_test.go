package e2e

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// browse puts an xdg-open into the person's PATH that signs user in at
// oidc-provider and follows the redirect back to the program. Each opened page
// is kept, see opened and pages.
func (p *person) browse(i *idp, user string, more ...string) {
	p.t.Helper()
	self, err := os.Executable()
	fatal(p.t, err)
	script := fmt.Sprintf(`#!/bin/sh
printf '%%s\n' "$#" "$@" >>%[1]s/opened
MAILKNOCK_E2E_OPEN="$1" MAILKNOCK_E2E_USER=%[2]s MAILKNOCK_E2E_CA=%[3]s MAILKNOCK_E2E_DIR=%[1]s %[4]s exec %[5]s
`, p.Dir, user, i.ca.CAFile, strings.Join(more, " "), self)
	path := filepath.Join(p.Dir, "bin", "xdg-open")
	fatal(p.t, os.WriteFile(path, []byte(script), 0o755))
}

// opened gives the URLs that the program opened; each came as the only argument.
func (p *person) opened() []string {
	p.t.Helper()
	content, err := os.ReadFile(filepath.Join(p.Dir, "opened"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	fatal(p.t, err)
	var urls []string
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	for n := 0; n+1 < len(lines); n += 2 {
		if lines[n] != "1" {
			p.t.Fatalf("xdg-open got %s arguments", lines[n])
		}
		urls = append(urls, lines[n+1])
	}
	return urls
}

// lastPage gives the page on which the browser ended.
func (p *person) lastPage() string {
	p.t.Helper()
	return readFile(p.t, filepath.Join(p.Dir, "page"))
}

// actAsBrowser is what the xdg-open of browse runs.
func actAsBrowser(start string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	pem, err := os.ReadFile(os.Getenv("MAILKNOCK_E2E_CA"))
	if err != nil {
		return err
	}
	ca := &authority{Roots: x509.NewCertPool()}
	ca.Roots.AppendCertsFromPEM(pem)
	b := newBrowser(ca)
	b.User = os.Getenv("MAILKNOCK_E2E_USER")
	b.Deny = os.Getenv("MAILKNOCK_E2E_DENY") != ""
	back, err := b.consent(ctx, start)
	if err != nil {
		return err
	}
	page, err := b.comeBack(ctx, back)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(os.Getenv("MAILKNOCK_E2E_DIR"), "page"), []byte(page), 0o600)
}

// comeBack follows the redirect to the program, as a browser's tab does.
func (b *browser) comeBack(ctx context.Context, back *url.URL) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, back.String(), nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Sec-Fetch-Dest", "document")
	req.Header.Set("Sec-Fetch-Mode", "navigate")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := b.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp.Status + "\n" + string(body), err
}
