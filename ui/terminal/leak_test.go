package terminal

import (
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		texts[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// leak finds nine characters in a row of a secret, in any of the encodings in
// which it travels.
func leak(text, secret string) string {
	forms := []string{secret, url.QueryEscape(secret), hex.EncodeToString([]byte(secret))}
	for shift := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("\x00", shift) + secret))
		// The first and last characters depend on the neighbours.
		encoded = encoded[4 : len(encoded)-2]
		forms = append(forms, encoded, strings.NewReplacer("+", "-", "/", "_").Replace(encoded))
	}
	for _, form := range forms {
		for i := range len(form) - 8 {
			if strings.Contains(text, form[i:i+9]) {
				return form[i : i+9]
			}
		}
	}
	return ""
}

// The detector itself must be able to find.
func TestLeakDetector(t *testing.T) {
	for _, text := range []string{
		canaryAccess, "x" + canaryAccess[5:14] + "y",
		base64.StdEncoding.EncodeToString([]byte("user=a\x01auth=Bearer " + canaryAccess)),
		hex.EncodeToString([]byte(canaryAccess)),
	} {
		if leak(text, canaryAccess) == "" {
			t.Errorf("missed it in %q", text)
		}
	}
	if leak("acc-Zq7R kT3vWn8L", canaryAccess) != "" {
		t.Error("found what is not there")
	}
}
