package vault

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// wantNothingOf looks for a secret in every file and name, in clear, base64
// and hexadecimal.
func wantNothingOf(t *testing.T, dir, secret string) {
	t.Helper()
	forms := [][]byte{[]byte(secret), []byte(hex.EncodeToString([]byte(secret)))}
	for _, pad := range []string{"", "x", "xx"} {
		coded := base64.RawStdEncoding.EncodeToString([]byte(pad + secret))
		forms = append(forms, []byte(coded[len(pad)*2:len(coded)-2]))
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, form := range forms {
			if bytes.Contains(append(data, path...), form) {
				t.Errorf("%s holds the secret", path)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func wantEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 0 {
		t.Errorf("something lies in the folder: %v, %v", entries, err)
	}
}
