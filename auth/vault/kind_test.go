package vault

import (
	"os"
	"strings"
	"testing"
)

// TestMacNote: on a Mac any program of the user can read the item, and the
// person is told so (C9).
func TestMacNote(t *testing.T) {
	if text := describe(Keychain, "darwin"); !strings.Contains(text, "every program") {
		t.Errorf("on a Mac: %s", text)
	}
	if text := describe(Keychain, "linux"); strings.Contains(text, "Mac") {
		t.Errorf("elsewhere: %s", text)
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil || !strings.Contains(string(doc), "/usr/bin/security") {
		t.Errorf("the package does not tell: %v", err)
	}
}

func TestKinds(t *testing.T) {
	for _, kind := range []Kind{Keychain, File, Memory} {
		if got, err := ParseKind(string(kind)); err != nil || got != kind || kind.Label() == "" || kind.Describe() == "" {
			t.Errorf("%s: %q, %v", kind, got, err)
		}
	}
	for _, text := range []string{"", "plain", "KEYCHAIN"} {
		if _, err := ParseKind(text); err == nil {
			t.Errorf("%q is a kind", text)
		}
		if _, err := Open(t.TempDir(), Options{Kind: Kind(text)}); err == nil {
			t.Errorf("a vault of kind %q was opened", text)
		}
	}
	if _, err := Open("", Options{Kind: File}); err == nil {
		t.Error("a vault without a folder was opened")
	}
}
