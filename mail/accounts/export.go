package accounts

import (
	"bytes"
	"encoding/json"
	"io"
	"net/url"
	"slices"

	"mailknock/mail"
)

// Export writes the accounts of the given ids, or all, with their
// registrations, in a form that Import reads. It holds no secret, no id, no
// result of a check, no path of this machine and no field that this version
// does not know. It blocks for w alone.
func (s *Store) Export(w io.Writer, ids ...string) error {
	o := outer{Version: new(int), Accounts: []json.RawMessage{}, Registrations: []json.RawMessage{}}
	*o.Version = version
	providers := map[string]bool{}
	for _, a := range s.List() {
		if len(ids) > 0 && !slices.Contains(ids, a.ID) {
			continue
		}
		raw, err := exported(a)
		if err != nil {
			return err
		}
		o.Accounts = append(o.Accounts, raw)
		providers[a.Provider] = true
	}
	for _, r := range s.Registrations() {
		if len(ids) > 0 && !providers[r.Provider] {
			continue
		}
		raw, err := encodeJSON(r)
		if err != nil {
			return err
		}
		o.Registrations = append(o.Registrations, raw)
	}
	text, err := encodeJSON(o)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return err
	}
	out.WriteByte('\n')
	_, err = w.Write(out.Bytes())
	return err
}

// private are the fields of an account that mean nothing on another machine,
// or should not be known there.
var private = []string{"id", "revision", "last", "ca_file", "key_file"}

func exported(a mail.Account) ([]byte, error) {
	for _, address := range []*string{&a.Issuer, &a.AuthURL, &a.TokenURL} {
		*address = withoutUser(*address)
	}
	text, err := encodeJSON(a)
	if err != nil {
		return nil, err
	}
	_, all, err := decodeObject[struct{}](text)
	if err != nil {
		return nil, err
	}
	out := []byte("{")
	for _, name := range namesOf[mail.Account]() {
		value, ok := all[name]
		if !ok || slices.Contains(private, name) {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, '"'), name...), '"', ':')
		out = append(out, value...)
	}
	return append(out, '}'), nil
}

// withoutUser takes a user name and password out of an address.
func withoutUser(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return address
	}
	u.User = nil
	return u.String()
}
