package vault

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// Kind is where the identity lies that encrypts the secrets.
type Kind string

// The kinds of vault.
const (
	Keychain Kind = "keychain"
	File     Kind = "file"
	Memory   Kind = "memory"
)

// ParseKind reads a kind. The error is a sentence.
func ParseKind(text string) (Kind, error) {
	switch k := Kind(text); k {
	case Keychain, File, Memory:
		return k, nil
	}
	return "", fmt.Errorf("%q is not a place for secrets: choose keychain, file or memory", text)
}

// Label names the kind in a few words, as in "refresh token in the keychain".
func (k Kind) Label() string {
	switch k {
	case Keychain:
		return "the keychain"
	case File:
		return "a file locked with your passphrase"
	case Memory:
		return "memory"
	}
	return string(k)
}

// Describe tells what the choice of a kind means on this system.
func (k Kind) Describe() string { return describe(k, runtime.GOOS) }

func describe(k Kind, system string) string {
	switch k {
	case Keychain:
		text := "The key lies in your system's keychain. You stay signed in and are asked for nothing."
		if system == "darwin" {
			text += " On a Mac every program that you run can read this item without a question; choose the file where that matters."
		}
		return text
	case File:
		return "The key lies in a file that only your passphrase opens. You type it once after each start. Nobody can restore it."
	case Memory:
		return "Nothing is stored. You sign in again after each start."
	}
	return ""
}

// Found tells which kind has an identity in the data folder dir; false: none
// has. After an interrupted Change both may; then the older one still holds
// everything. It asks nobody.
func Found(dir string) (Kind, bool) {
	var found Kind
	var since time.Time
	for _, k := range []Kind{Keychain, File} {
		info, err := os.Lstat(filepath.Join(dir, secretsDir, string(k), recipientName))
		if err == nil && (found == "" || info.ModTime().Before(since)) {
			found, since = k, info.ModTime()
		}
	}
	return found, found != ""
}
