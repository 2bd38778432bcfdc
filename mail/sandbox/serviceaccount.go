package sandbox

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"strings"
)

const (
	serviceEmail = "robot@mailknock-sandbox.iam.gserviceaccount.test"
	jwtBearer    = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	// googleScope is Google's name for all of mail.
	googleScope = "https://mail.google.com/"
)

// serviceAccount is an account of the program itself that may act for
// everybody, as Google's with domain-wide delegation.
type serviceAccount struct {
	public *rsa.PublicKey
	file   []byte
}

// newServiceAccount makes the key, which takes a moment.
func newServiceAccount(tokenURL string) (*serviceAccount, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	id := make([]byte, 20)
	_, _ = rand.Read(id)
	file, err := json.MarshalIndent(map[string]string{
		"type": "service_account", "project_id": "mailknock-sandbox", "private_key_id": hex.EncodeToString(id),
		"private_key":  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
		"client_email": serviceEmail, "client_id": "104210000000000000001", "token_uri": tokenURL, "universe_domain": "sandbox.test",
	}, "", "  ")
	return &serviceAccount{public: &key.PublicKey, file: file}, err
}

// ServiceAccountJSON gives the key file of a service account that may act for
// everybody with a mailbox. It is made at the first call, which blocks for a
// moment; its token_uri is the sandbox's.
func (s *Sandbox) ServiceAccountJSON() ([]byte, error) {
	account, err := s.account()
	if err != nil {
		return nil, err
	}
	return append([]byte(nil), account.file...), nil
}

// bearer gives a token for a service account's assertion (RFC 7523 section
// 2.1), in Google's words.
func (w *web) bearer(rw http.ResponseWriter, r *http.Request) {
	account, err := w.box.account()
	if err != nil {
		refuse(rw, 500, "server_error", "the key could not be made")
		return
	}
	a, wrong := readAssertion(r.PostForm.Get("assertion"), account.public)
	now := w.box.options.Now().Unix()
	person := findPerson(a.Subject)
	switch {
	case wrong != "":
		refuse(rw, 400, "invalid_grant", "Invalid JWT Signature.")
		return
	case a.Issuer != serviceEmail:
		refuse(rw, 400, "invalid_grant", "Invalid grant: account not found")
		return
	case a.Audience != w.issuer+tokenPath:
		refuse(rw, 400, "invalid_grant", "Invalid JWT: Failed audience check.")
		return
	case a.times(now, 3600) != "" || a.IssuedAt == 0:
		refuse(rw, 400, "invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.")
		return
	case a.Subject != "" && person == nil:
		refuse(rw, 400, "invalid_grant", "Invalid email or User ID")
		return
	case person == nil:
		refuse(rw, 400, "invalid_request", "the sub is missing: whose mailbox?")
		return
	}
	var scopes []string
	for _, scope := range strings.Fields(a.Scope) {
		switch {
		case scope == googleScope:
			scopes = append(scopes, mailScopeNames...)
		case knownScope(scope) && !isIdentity(scope):
			scopes = append(scopes, scope)
		default:
			refuse(rw, 400, "invalid_scope", "Invalid OAuth scope or ID token audience provided.")
			return
		}
	}
	if len(scopes) == 0 {
		refuse(rw, 400, "invalid_scope", "Empty or missing scope not allowed.")
		return
	}
	w.grant(rw, grant{User: person.Address, Client: serviceEmail, Family: random(12)}, scopes, "")
}
