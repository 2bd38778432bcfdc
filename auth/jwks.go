package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v4"

	"mailknock/mail/wire"
)

// idAlgorithms sign id tokens: asymmetric ones only. "none" and the HMAC
// family would let anybody sign who knows what is public.
var idAlgorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512,
	jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// keysTimeout bounds the fetch of the provider's keys.
const keysTimeout = 10 * time.Second

// maxKeys bounds the keys that are tried.
const maxKeys = 100

// verifySignature fetches the provider's keys and checks an id token with
// them.
func (f *Flow) verifySignature(ctx context.Context, rec *wire.Recorder, url, raw string) error {
	jws, err := jose.ParseSignedCompact(raw, idAlgorithms)
	if err != nil {
		return errors.New("it is not signed in a way that counts")
	}
	if err := checkEndpoint("address of the keys", url); err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return errors.New("the address of the provider's keys is wrong")
	}
	// The person is signed in already and waits only for their name.
	ctx, cancel := context.WithTimeout(ctx, keysTimeout)
	defer cancel()
	got, err := f.exchange(rec).do(ctx, req)
	if err != nil {
		return fmt.Errorf("the provider's keys could not be had: %w", err)
	}
	if got.status != http.StatusOK {
		return fmt.Errorf("the provider's keys could not be had: status %d", got.status)
	}
	for _, key := range readKeys(got.body) {
		if id := jws.Signatures[0].Header.KeyID; id != "" && key.KeyID != "" && id != key.KeyID {
			continue
		}
		if _, err := jws.Verify(key.Key); err == nil {
			return nil
		}
	}
	return errors.New("none of the provider's keys has signed it")
}

// readKeys reads a key set (RFC 7517). Keys that cannot be read, that are not
// public, or that are for encryption are passed over.
func readKeys(body []byte) []jose.JSONWebKey {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(body, &set) != nil {
		return nil
	}
	var keys []jose.JSONWebKey
	for _, raw := range set.Keys[:min(len(set.Keys), maxKeys)] {
		var key jose.JSONWebKey
		if key.UnmarshalJSON(raw) == nil && key.IsPublic() && key.Use != "enc" {
			keys = append(keys, key)
		}
	}
	return keys
}
