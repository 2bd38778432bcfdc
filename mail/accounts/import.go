package accounts

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"mailknock/mail"
)

// maxImport bounds a file to import, in bytes.
const maxImport = 1 << 20

// Bundle is the checked content of a file to import.
type Bundle struct {
	Accounts      []mail.Account
	Registrations []Registration
	// Notes say what the person should look at before the accounts are used:
	// above all to which hosts a token would go.
	Notes []string
}

// ReadBundle reads and checks a file to import, at most 1 MB, and trusts
// nothing in it: every host, endpoint and path is checked, a field that this
// version does not know is refused, because nobody can tell what it would do
// in a later one. It blocks for r alone. The error is an *ImportError or r's
// own.
func ReadBundle(r io.Reader) (*Bundle, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxImport {
		return nil, &ImportError{"the file is larger than 1 MB"}
	}
	b, err := readBundle(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, &ImportError{err.Error()}
	}
	return b, nil
}

func readBundle(data []byte) (*Bundle, error) {
	o, extra, err := decodeObject[outer](data)
	switch {
	case err != nil:
		return nil, errors.New("the file is not one that Mailknock exports: it is not a JSON object")
	case o.Version == nil || *o.Version < 1:
		return nil, errors.New("the file is not one that Mailknock exports: it has no version")
	case *o.Version > version:
		return nil, fmt.Errorf("the file comes from a newer Mailknock (version %d): update Mailknock", *o.Version)
	case len(extra) > 0:
		return nil, unknown(extra, "the file")
	}
	b := &Bundle{}
	for i, raw := range o.Accounts {
		what := fmt.Sprintf("account %d", i+1)
		a, extra, err := decodeObject[mail.Account](raw)
		if err == nil && len(extra) > 0 {
			return nil, unknown(extra, what)
		}
		if err == nil {
			if needsPerson(a) {
				b.Notes = append(b.Notes, fmt.Sprintf("%s signed in without a person: choose that way again, once you have looked at its servers.", label(a)))
			}
			a = stripped(a)
			err = validate(a)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		b.Accounts = append(b.Accounts, a)
		b.Notes = append(b.Notes, notes(a)...)
	}
	for i, raw := range o.Registrations {
		what := fmt.Sprintf("registration %d", i+1)
		r, extra, err := decodeObject[Registration](raw)
		if err == nil && len(extra) > 0 {
			return nil, unknown(extra, what)
		}
		if err == nil {
			err = validateRegistration(r)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", what, err)
		}
		b.Registrations = append(b.Registrations, r)
	}
	return b, nil
}

func unknown(extra fields, where string) error {
	names := slices.Sorted(maps.Keys(extra))
	return fmt.Errorf("%s has a field that this Mailknock does not know, %q: export it again with this version, or remove the field", where, cut(names[0]))
}

// stripped drops what an import must not bring: an id could reach tokens that
// were saved for another account, a file of roots is trusted, a key signs, and
// a secret that is saved here could sign in by itself.
func stripped(a mail.Account) mail.Account {
	if needsPerson(a) {
		a.Method = ""
	}
	a.ID, a.Revision, a.Last, a.CAFile, a.KeyFile = "", 0, nil, "", ""
	return a
}

// needsPerson tells that an account would get tokens with nobody there, and send
// them to servers that the file names.
func needsPerson(a mail.Account) bool { return a.Method.Unattended() && len(a.Servers) > 0 }

// notes says where an account's token goes when that is not its provider's
// own place.
func notes(a mail.Account) (notes []string) {
	for _, p := range slices.Sorted(maps.Keys(a.Servers)) {
		notes = append(notes, fmt.Sprintf("%s sends its token for %s to %s.", label(a), strings.ToUpper(string(p)), a.Servers[p]))
	}
	var hosts []string
	for _, address := range []string{a.Issuer, a.AuthURL, a.TokenURL} {
		if h := hostOf(address); h != "" && !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	if len(hosts) > 0 {
		notes = append(notes, fmt.Sprintf("%s signs in at %s.", label(a), strings.Join(hosts, " and ")))
	}
	return notes
}

func label(a mail.Account) string { return fmt.Sprintf("%q", a.Label()) }

// Import adds the accounts of a file under new ids, and its registrations
// where there are none. It gives the accounts as they are saved. All are added
// or none. It blocks for r and as Save does; the error is an *ImportError, an
// *UnsavedError or r's own.
func (s *Store) Import(r io.Reader) ([]mail.Account, error) {
	b, err := ReadBundle(r)
	if err != nil {
		return nil, err
	}
	return s.Add(b)
}

// Add is the second half of Import.
func (s *Store) Add(b *Bundle) ([]mail.Account, error) {
	added := make([]mail.Account, 0, len(b.Accounts))
	taken := map[string]int{}
	for _, a := range s.List() {
		taken[strings.ToLower(a.Label())] = 1
	}
	for _, a := range b.Accounts {
		a = stripped(copyOf(a))
		a.ID, a.Revision, a.Name = NewID(), 1, freeName(a.Label(), taken)
		added = append(added, a)
	}
	err := s.commit(func(d *document) string {
		for _, a := range added {
			d.accounts = append(d.accounts, record{account: a})
		}
		for _, r := range b.Registrations {
			if d.findRegistration(r.Provider) < 0 {
				d.registrations = append(d.registrations, registrationRecord{registration: r})
			}
		}
		return ""
	})
	copies := make([]mail.Account, 0, len(added))
	for _, a := range added {
		copies = append(copies, copyOf(a))
	}
	return copies, err
}

// freeName gives a name that no other account has, so that the terminal can
// tell them apart. taken holds the names, in small letters, with the number
// that the next one of that name tries first.
func freeName(name string, taken map[string]int) string {
	first := strings.ToLower(name)
	free := name
	for taken[strings.ToLower(free)] > 0 {
		taken[first] = max(2, taken[first]+1)
		free = fmt.Sprintf("%s (%d)", name, taken[first])
	}
	taken[strings.ToLower(free)] = 1
	return free
}
