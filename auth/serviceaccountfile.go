package auth

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// ServiceAccount is what the JSON key file of a Google service account says.
type ServiceAccount struct {
	// Email is the account's own address, ClientID the number under which an
	// administrator delegates to it, and ProjectID where it lives.
	Email, ClientID, ProjectID string
	// KeyID is the key's name at Google, Key the key.
	KeyID string
	Key   *ClientKey
	// TokenURL is Google's token endpoint.
	TokenURL string
}

// FileKind is what was chosen in the place of a service account's key file.
type FileKind string

// The kinds of files that are mistaken for one.
const (
	FileDesktopClient   FileKind = "installed"
	FileWebClient       FileKind = "web"
	FileUserCredentials FileKind = "authorized_user"
	FileExternalAccount FileKind = "external_account"
	FilePKCS12          FileKind = "pkcs12"
	FilePEM             FileKind = "pem"
	FileNotJSON         FileKind = "not-json"
	FileIncomplete      FileKind = "incomplete"
	FileOther           FileKind = "other"
)

// ServiceAccountFileError tells that a file is not the key file of a service
// account, and what it is instead. Nothing of the file's secrets is in it.
type ServiceAccountFileError struct {
	Kind FileKind
	// Detail is the member that is missing or wrong, or what the file says it
	// is; visible and bounded.
	Detail string
}

func (e *ServiceAccountFileError) Error() string {
	const instead = "; choose the JSON key of a service account (Google Cloud console, IAM and admin, Service accounts, Keys)"
	switch e.Kind {
	case FileDesktopClient, FileWebClient:
		return "this file is an OAuth client's: its ID and secret belong into the client fields, for signing in as a person" + instead
	case FileUserCredentials:
		return "this file holds the sign-in of a person (gcloud auth application-default login)" + instead
	case FileExternalAccount:
		return "this file is for workload identity federation, which cannot open mailboxes here" + instead
	case FilePKCS12:
		return "this file is not text: it may be the older .p12 key. Make a new key of the kind JSON" + instead
	case FilePEM:
		return "this file is a bare key or certificate, without the account it belongs to" + instead
	case FileNotJSON:
		return "the file is damaged: it is not JSON. Download the key again, or make a new one" + instead
	case FileIncomplete:
		return fmt.Sprintf("the file is damaged: its %q is missing or wrong. Download the key again, or make a new one", e.Detail)
	}
	return fmt.Sprintf("this file is not the key of a service account (it says it is %q)%s", e.Detail, instead)
}

// TokenHostError tells that a key file sends its key's signature to a host
// that is not Google's. Nothing was sent.
type TokenHostError struct{ Host string }

func (e *TokenHostError) Error() string {
	return fmt.Sprintf("the key file sends its requests to %s, which is not Google: use it only if you know why, and get a new one from the Google Cloud console otherwise", e.Host)
}

// googleTokenHosts are those that a key file may name.
var googleTokenHosts = []string{"oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com"}

// ReadServiceAccount reads the JSON key file of a Google service account from
// its content. hosts are token hosts that are accepted beside Google's. It
// asks nobody. Its errors are *ServiceAccountFileError, *TokenHostError and,
// about the key in the file, *KeyFileError.
func ReadServiceAccount(file []byte, hosts ...string) (ServiceAccount, error) {
	file = bytes.TrimSpace(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")))
	var m members
	if err := json.Unmarshal(file, &m); err != nil || len(file) > maxKeyFile {
		return ServiceAccount{}, &ServiceAccountFileError{Kind: notJSON(file)}
	}
	if kind := fileKind(m); kind != "" {
		return ServiceAccount{}, &ServiceAccountFileError{Kind: kind, Detail: wire.Visible([]byte(cut(m.text("type"), 60)))}
	}
	sa := ServiceAccount{
		Email: m.text("client_email"), ClientID: m.text("client_id"), ProjectID: m.text("project_id"),
		KeyID: m.text("private_key_id"), TokenURL: m.text("token_uri"),
	}
	for _, member := range []struct {
		name string
		good bool
	}{
		{"client_email", strings.Contains(sa.Email, "@") && short(sa.Email)},
		{"client_id", short(sa.ClientID)},
		{"project_id", short(sa.ProjectID)},
		{"private_key_id", short(sa.KeyID)},
		{"token_uri", checkEndpoint("token URL", sa.TokenURL) == nil},
	} {
		if !member.good {
			return ServiceAccount{}, &ServiceAccountFileError{Kind: FileIncomplete, Detail: member.name}
		}
	}
	if host := hostOf(sa.TokenURL); !slices.Contains(googleTokenHosts, host) && !slices.Contains(hosts, host) {
		return ServiceAccount{}, &TokenHostError{Host: host}
	}
	block, _ := pem.Decode([]byte(m.text("private_key")))
	if block == nil {
		return ServiceAccount{}, &ServiceAccountFileError{Kind: FileIncomplete, Detail: "private_key"}
	}
	private, err := parsePrivate(block.Bytes)
	if err != nil {
		return ServiceAccount{}, &ServiceAccountFileError{Kind: FileIncomplete, Detail: "private_key"}
	}
	key, err := newClientKey(private, nil, time.Time{})
	if err != nil {
		return ServiceAccount{}, err
	}
	key.ID = sa.KeyID
	sa.Key = key
	return sa, nil
}

// fileKind tells what a JSON file is instead; empty: a service account's key.
func fileKind(m members) FileKind {
	switch kind := m.text("type"); {
	case kind == "service_account":
		return ""
	case m["installed"] != nil:
		return FileDesktopClient
	case m["web"] != nil:
		return FileWebClient
	case kind == "authorized_user":
		return FileUserCredentials
	case kind == "external_account", kind == "external_account_authorized_user", kind == "impersonated_service_account":
		return FileExternalAccount
	}
	return FileOther
}

// notJSON tells what a file is that is not JSON.
func notJSON(file []byte) FileKind {
	switch {
	case bytes.HasPrefix(file, []byte("{")):
	case bytes.Contains(file, []byte("-----BEGIN ")):
		return FilePEM
	case len(file) > 4 && file[0] == 0x30 && file[1] >= 0x80:
		return FilePKCS12
	}
	return FileNotJSON
}

// short accepts what may stand in a log and in a JWT.
func short(text string) bool {
	return len(text) <= 320 && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}
