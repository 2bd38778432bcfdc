package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"mailknock/mail/wire"
)

// Entry is what the vault keeps under one key.
type Entry struct {
	// Account is the key, a free string: see AccountKey and RegistrationKey.
	Account      string
	Refresh      wire.Secret
	ClientSecret wire.Secret
	// Binding says where these secrets may go.
	Binding Binding
	// Saved is set by Put.
	Saved time.Time
}

// AccountKey is the key of an account's refresh token.
func AccountKey(id string) string { return "account:" + id }

// RegistrationKey is the key of the client secret at a provider.
func RegistrationKey(provider string) string { return "registration:" + provider }

// version is that of the JSON inside a file.
const version = 1

// content is an Entry inside its encrypted file. The key stands inside, so
// that a file put in another's place is found out.
type content struct {
	Version      int       `json:"version"`
	Account      string    `json:"account"`
	Refresh      string    `json:"refresh,omitempty"`
	ClientSecret string    `json:"client_secret,omitempty"`
	Binding      Binding   `json:"binding"`
	Saved        time.Time `json:"saved"`
}

func encode(e Entry) ([]byte, error) {
	return json.Marshal(content{
		Version: version, Account: e.Account, Refresh: e.Refresh.Reveal(),
		ClientSecret: e.ClientSecret.Reveal(), Binding: e.Binding, Saved: e.Saved,
	})
}

func decode(plain []byte, key string) (Entry, error) {
	var c content
	if err := json.Unmarshal(plain, &c); err != nil {
		// The decoder's own words may quote what it read.
		return Entry{}, errors.New("its content is not what this program writes")
	}
	switch {
	case c.Version > version:
		return Entry{}, fmt.Errorf("it was written by a newer Mailknock (version %d)", c.Version)
	case c.Version != version:
		return Entry{}, errors.New("it has no version")
	case c.Account != key:
		return Entry{}, fmt.Errorf("it belongs to %q", c.Account)
	}
	return Entry{
		Account: c.Account, Refresh: wire.NewSecret(c.Refresh),
		ClientSecret: wire.NewSecret(c.ClientSecret), Binding: c.Binding, Saved: c.Saved,
	}, nil
}

// innerKey gives the key of an entry whose key is not known.
func innerKey(plain []byte) (string, error) {
	var c content
	if err := json.Unmarshal(plain, &c); err != nil {
		return "", errors.New("its content is not what this program writes")
	}
	return c.Account, nil
}
