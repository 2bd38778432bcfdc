package e2e

import (
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// mostOfASecret is how many characters of a secret in a row may be seen.
const mostOfASecret = 8

// clean fails the test when a text has a piece of a secret, in any encoding.
func (p *person) clean(where, text string) {
	p.t.Helper()
	for _, secret := range p.Secrets {
		for name, encoded := range encodings(secret) {
			if piece := leaked(text, encoded); piece != "" {
				p.t.Errorf("%s has a piece of a secret (%s): %q", where, name, piece)
				return
			}
		}
	}
}

// cleanFiles looks through all that lies in the person's folder, but for the
// files that hold the secrets on purpose.
func (p *person) cleanFiles(but ...string) {
	p.t.Helper()
	fatal(p.t, filepath.WalkDir(p.Dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		for _, skip := range but {
			if name == skip {
				return nil
			}
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		p.clean(name, string(content))
		return nil
	}))
}

// encodings gives a secret in the forms in which it could leak. In base64 what
// comes before it shifts it: there are three ways.
func encodings(secret string) map[string]string {
	forms := map[string]string{
		"as it is": secret,
		"hex":      hex.EncodeToString([]byte(secret)),
		"escaped":  url.QueryEscape(secret),
	}
	for shift := range 3 {
		shifted := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + secret))
		// What is mixed with the neighbours' bits is not the secret's own.
		shifted = strings.TrimRight(shifted, "=")
		forms["base64, shifted by "+string(rune('0'+shift))] = shifted[min(4, len(shifted)) : len(shifted)-2]
	}
	return forms
}

// leaked gives a piece of the secret that the text has and that is too long.
func leaked(text, secret string) string {
	for i := 0; i+mostOfASecret < len(secret); i++ {
		if piece := secret[i : i+mostOfASecret+1]; strings.Contains(text, piece) {
			return piece
		}
	}
	return ""
}
