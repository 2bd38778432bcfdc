package wire

import (
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// leaks tells whether more than 8 characters in a row of an encoded secret
// stand in what a text shows outside of its masks.
func leaks(text string, masks []Span, forms ...string) string {
	var parts []string
	done := 0
	for _, m := range masks {
		parts = append(parts, text[done:m.From])
		done = m.To
	}
	parts = append(parts, text[done:])
	for _, form := range forms {
		for i := range len(form) - window + 1 {
			for _, part := range parts {
				if strings.Contains(part, form[i:i+window]) {
					return form[i : i+window]
				}
			}
		}
	}
	return ""
}

func TestRedactEncodings(t *testing.T) {
	for _, secret := range secrets {
		r := NewRedactor()
		r.Add("token", NewSecret(secret))
		for name, encode := range encodings {
			encoded := encode(secret)
			text, masks := r.clean([]byte("* NO before: " + encoded + " , after it"))
			if leak := leaks(text, masks, plainForms(secret, encoded)...); leak != "" {
				t.Errorf("%s of %q leaks %q: %s", name, secret, leak, text)
			}
			if len(masks) == 0 || !strings.HasPrefix(text, "* NO before: ") || !strings.HasSuffix(text, " , after it") {
				t.Errorf("%s of %q: %s", name, secret, text)
			}
			if !r.Holds(encoded) {
				t.Errorf("%s of %q is not held", name, secret)
			}
			if redacted := r.Redact(encoded); strings.Contains(redacted, encoded) {
				t.Errorf("%s of %q: Redact leaves %s", name, secret, redacted)
			}
		}
	}
}

// plainForms are what must not stand in a text: the secret, and the encoded
// form without what the encoding put around it.
func plainForms(secret, encoded string) []string {
	all := []string{secret, hex.EncodeToString([]byte(secret))}
	for offset := range 3 {
		all = append(all, base64At(secret, offset), strings.NewReplacer("+", "-", "/", "_").Replace(base64At(secret, offset)))
	}
	return all
}

func TestRedactParts(t *testing.T) {
	r := NewRedactor()
	r.Add("access token", NewSecret(jwt))
	for name, encode := range encodings {
		if name == "base64 in base64" || name == "json in base64" {
			continue // a part of those is not found, only the whole
		}
		encoded := encode(jwt)
		for from := 0; from+40 <= len(encoded); from += 7 {
			for _, n := range []int{12, 25, 40} {
				text, masks := r.clean([]byte("x " + encoded[from:from+n]))
				if leak := leaks(text, masks, plainForms(jwt, "")...); leak != "" {
					t.Fatalf("%s, %d from %d: %q in %s", name, n, from, leak, text)
				}
			}
		}
	}
	for _, c := range []struct{ text, want string }{
		{"token " + jwt[:20] + "…", "token [part of access token, "},
		{"token " + jwt[50:] + "!", "[part of access token, "},
		{"token " + jwt, "token [access token, "},
		{"token " + jwt[40:48] + ".", "token " + jwt[40:48] + "."},
	} {
		if text := r.Redact(c.text); !strings.Contains(text, c.want) {
			t.Errorf("%s: %s", c.text, text)
		}
	}
}

func TestRedactShort(t *testing.T) {
	r := NewRedactor()
	r.Add("password", NewSecret("hunter2"))
	r.Add("pin", NewSecret("42"))
	for in, hidden := range map[string]bool{
		"a LOGIN x hunter2":  true,
		"pw=hunter2&x=1":     true,
		"a%20hunter%32 b":    true,
		"aHVudGVyMg== is it": true,
		"hunter3":            false,
		"* 1423 EXISTS":      false,
		"pin 42.":            true,
	} {
		if got := r.Redact(in); (got != in) != hidden {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestRedactLabels(t *testing.T) {
	r, other := NewRedactor(), NewRedactor()
	r.Add("access token", NewSecret(jwt))
	r.Add("access token", NewSecret(jwt))
	r.Add("id token", NewSecret(jwt[:39]+"eyJzdWIiOiJib2IiLCJhdWQiOiJtYWlsa25vY2sifQ.c2lnbmF0dXJlLW9mLXRoZS1pZC10b2tlbg"))
	other.Add("access token", NewSecret(jwt))
	text, masks := r.clean([]byte("a " + jwt + " b\u202e"))
	label := text[masks[0].From:masks[0].To]
	if len(masks) != 1 || !strings.HasPrefix(label, fmt.Sprintf("[access token, %d bytes, sha256:", len(jwt))) || len(label) != len("[access token, 141 bytes, sha256:1a2b3c4d]") || text != "a "+label+" b<U+202E>" {
		t.Errorf("%q %v", text, masks)
	}
	if again, _ := r.clean([]byte(jwt)); again != label {
		t.Errorf("%q, and then %q", label, again)
	}
	if salted, _ := other.clean([]byte(jwt)); salted == label {
		t.Error("the hash is the same in another run")
	}
	if id, _ := r.clean([]byte("x eyJhbGciOiJSUzI1NiIsImtpZCI6ImxhYjEifQ.eyJzdWIiOiJib2IiLCJhdWQiOiJtYWlsa25vY2sifQ.c2lnbmF0dXJlLW9mLXRoZS1pZC10b2tlbg")); !strings.Contains(id, "[id token, ") {
		t.Errorf("another token with the same header: %s", id)
	}
}

func TestRedactLongLine(t *testing.T) {
	r := NewRedactor()
	secret := strings.Repeat("0123456789abcdefghijklmnop", 400)
	r.Add("token", NewSecret(secret))
	for before := MaxShown - 40; before < MaxShown+5; before += 5 {
		text, masks := r.clean([]byte(strings.Repeat("x", before) + secret + " end"))
		if leak := leaks(text, masks, secret); leak != "" || len(text) > MaxShown+200 {
			t.Errorf("%d before: %q in …%s", before, leak, text[MaxShown-60:])
		}
	}
}

func TestRedactorIsSafeForConcurrentUse(t *testing.T) {
	r := NewRedactor()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			secret := fmt.Sprintf("secret-number-%d-%s", i, strings.Repeat("x", i))
			r.Add("token", NewSecret(secret))
			for range 50 {
				if text := r.Redact("a " + secret + " b"); strings.Contains(text, secret) {
					t.Error(text)
				}
			}
		})
	}
	all.Wait()
}
