package vault

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func TestRoundTripOfEveryKind(t *testing.T) {
	for _, kind := range []Kind{Keychain, File, Memory} {
		t.Run(string(kind), func(t *testing.T) {
			ring := NewChain(newFakeRing())
			dir, asked := t.TempDir(), 0
			v := open(t, dir, Options{Kind: kind, Keychain: ring, Passphrase: says("correct horse", &asked)})
			if _, err := v.Get(t.Context(), AccountKey("a")); !errors.Is(err, ErrNotFound) || asked != 0 {
				t.Fatalf("empty vault: %v, asked %d times", err, asked)
			}
			if !v.Fresh() {
				t.Error("an empty vault is fresh")
			}
			for _, e := range []Entry{entry(AccountKey("a"), "one"), entry(RegistrationKey("google"), "two"), entry(AccountKey("A"), "three"), entry(AccountKey("a"), "four")} {
				put(t, v, e)
			}
			wantRefresh(t, v, AccountKey("a"), "four")
			wantRefresh(t, v, AccountKey("A"), "three")
			got, err := v.Get(t.Context(), RegistrationKey("google"))
			if err != nil || time.Since(got.Saved) > time.Hour {
				t.Fatalf("%v, saved %v", err, got.Saved)
			}
			want := entry(RegistrationKey("google"), "two")
			if got.ClientSecret.Reveal() != want.ClientSecret.Reveal() || !reflect.DeepEqual(got.Binding, want.Binding) {
				t.Errorf("got %+v", got)
			}
			if kind == File && asked != 1 {
				t.Errorf("asked %d times", asked)
			}
			if kind != Memory {
				again := open(t, dir, Options{Kind: kind, Keychain: ring, Passphrase: says("correct horse", nil)})
				wantRefresh(t, again, AccountKey("a"), "four")
			}
			for range 2 {
				if err := v.Delete(t.Context(), AccountKey("a")); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := v.Get(t.Context(), AccountKey("a")); !errors.Is(err, ErrNotFound) {
				t.Errorf("after Delete: %v", err)
			}
		})
	}
}
