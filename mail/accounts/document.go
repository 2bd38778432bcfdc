package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"mailknock/mail"
)

// version is that of the file.
const version = 1

// maxFile bounds the file, in bytes. An account takes about one thousand.
const maxFile = 16 << 20

// document is the file.
type document struct {
	version       int
	accounts      []record
	registrations []registrationRecord
	extra         fields
}

// record is an account in the file. One that cannot be read stays as it is,
// in raw.
type record struct {
	account mail.Account
	extra   fields
	raw     json.RawMessage
}

type registrationRecord struct {
	registration Registration
	extra        fields
	raw          json.RawMessage
}

// outer is the file's first level.
type outer struct {
	Version       *int              `json:"version"`
	Accounts      []json.RawMessage `json:"accounts"`
	Registrations []json.RawMessage `json:"registrations"`
}

// decode reads the file. An error means that the file as a whole is damaged;
// the problems are accounts and registrations that cannot be read.
func decode(data []byte) (doc document, problems []string, err error) {
	// Some editors on Windows put a byte order mark there.
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	o, extra, err := decodeObject[outer](data)
	if err != nil {
		return document{}, nil, err
	}
	if o.Version == nil || *o.Version < 1 {
		return document{}, nil, errors.New("it has no version")
	}
	doc = document{version: *o.Version, extra: extra}
	for i, raw := range o.Accounts {
		a, extra, err := decodeObject[mail.Account](raw)
		switch {
		case err != nil:
		case a.ID == "":
			err = errors.New("it has no id")
		case doc.find(a.ID) >= 0:
			err = fmt.Errorf("another has the same id %q", a.ID)
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("Account %d in accounts.json cannot be used: %v. It stays in the file as it is.", i+1, err))
			doc.accounts = append(doc.accounts, record{raw: raw})
			continue
		}
		doc.accounts = append(doc.accounts, record{account: a, extra: extra})
	}
	for i, raw := range o.Registrations {
		r, extra, err := decodeObject[Registration](raw)
		if err == nil && r.Provider == "" {
			err = errors.New("it has no provider")
		}
		if err != nil {
			problems = append(problems, fmt.Sprintf("Registration %d in accounts.json cannot be used: %v. It stays in the file as it is.", i+1, err))
			doc.registrations = append(doc.registrations, registrationRecord{raw: raw})
			continue
		}
		doc.registrations = append(doc.registrations, registrationRecord{registration: r, extra: extra})
	}
	return doc, problems, nil
}

// encode gives the file's content.
func (d document) encode() ([]byte, error) {
	o := outer{Version: &d.version, Accounts: []json.RawMessage{}, Registrations: []json.RawMessage{}}
	for _, r := range d.accounts {
		raw := []byte(r.raw)
		if raw == nil {
			var err error
			if raw, err = encodeObject(r.account, r.extra); err != nil {
				return nil, err
			}
		}
		o.Accounts = append(o.Accounts, raw)
	}
	for _, r := range d.registrations {
		raw := []byte(r.raw)
		if raw == nil {
			var err error
			if raw, err = encodeObject(r.registration, r.extra); err != nil {
				return nil, err
			}
		}
		o.Registrations = append(o.Registrations, raw)
	}
	text, err := encodeObject(o, d.extra)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, text, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	if out.Len() > maxFile {
		return nil, fmt.Errorf("accounts.json would become larger than %d MB", maxFile>>20)
	}
	return out.Bytes(), nil
}

// clone gives a document whose lists can be changed.
func (d document) clone() document {
	d.accounts = slices.Clone(d.accounts)
	d.registrations = slices.Clone(d.registrations)
	return d
}

// find gives the index of an account, or -1.
func (d document) find(id string) int {
	return slices.IndexFunc(d.accounts, func(r record) bool { return r.raw == nil && r.account.ID == id })
}

// list gives copies of the accounts that can be read.
func (d document) list() []mail.Account {
	list := make([]mail.Account, 0, len(d.accounts))
	for _, r := range d.accounts {
		if r.raw == nil {
			list = append(list, copyOf(r.account))
		}
	}
	return list
}
