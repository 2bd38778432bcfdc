package vault

import (
	"regexp"
	"strings"
	"testing"
)

var nameForm = regexp.MustCompile(`^[a-z0-9_=-]{1,120}$`)

func TestFileName(t *testing.T) {
	long := strings.Repeat("a", 300)
	keys := []string{
		"account:0f", "account:0F", "registration:google", "identity", "recipient", "con", "CON", "nul", "../../etc/passwd",
		"a/b", `a\b`, "a b", "a.", ".a", "ä", "a\x00", long, long + "a", strings.ToUpper(long), "=", "==",
	}
	seen := map[string]string{}
	for _, key := range keys {
		name, err := fileName(key)
		if err != nil || !nameForm.MatchString(name) || !strings.Contains(name, "=") {
			t.Errorf("%q gives %q, %v", key, name, err)
		}
		if before, ok := seen[name]; ok {
			t.Errorf("%q and %q share %q", before, key, name)
		}
		seen[name] = key
	}
	for _, key := range []string{"", "\xff", strings.Repeat("x", 5000)} {
		if _, err := fileName(key); err == nil {
			t.Errorf("%.20q has a name", key)
		}
	}
	if name, _ := fileName("account:0f"); name != "account=3a0f" {
		t.Errorf("the name of saved accounts changed: %s", name)
	}
}

func FuzzFileName(f *testing.F) {
	f.Add("account:a", "account:b")
	f.Add("A", "a")
	f.Add("=", "=3d")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, errX := fileName(a)
		y, errY := fileName(b)
		if errX != nil || errY != nil {
			return
		}
		if !nameForm.MatchString(x) {
			t.Errorf("%q gives %q", a, x)
		}
		if (a == b) != (x == y) {
			t.Errorf("%q gives %q, %q gives %q", a, x, b, y)
		}
	})
}
