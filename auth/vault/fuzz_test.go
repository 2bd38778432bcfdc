package vault

import (
	"errors"
	"testing"

	"filippo.io/age"
)

// FuzzFile reads any bytes as a file of the vault.
func FuzzFile(f *testing.F) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	sealed, _, err := sealEntry(entry("a", "one"), id.Recipient())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add(sealed[:len(sealed)-1])
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := openEntry("file", data, "a", id)
		var unreadable *UnreadableError
		if err == nil && e.Account != "a" || err != nil && !errors.As(err, &unreadable) {
			t.Errorf("%+v, %v", e, err)
		}
	})
}

// FuzzContent reads any bytes as what stands inside a file.
func FuzzContent(f *testing.F) {
	plain, err := encode(entry("a", "one"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain)
	f.Add([]byte(`{"version":1,"account":"a","saved":"x"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := decode(data, "a")
		if err != nil {
			return
		}
		if e.Account != "a" {
			t.Errorf("read for %q", e.Account)
		}
		if _, err := encode(e); err != nil {
			t.Errorf("read, and cannot be written: %v", err)
		}
	})
}
