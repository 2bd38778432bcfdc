package terminal

import (
	"path/filepath"

	"mailknock/mail"
)

// keyFile takes the key of an app or a service account. Whoever gives a service
// account's JSON file as the client secret means the same. An account is used
// from any folder, so the path is made whole.
func (f *accountFlags) keyFile(a *mail.Account) error {
	name := f.KeyFile
	if name == "" && a.Method == mail.ServiceAccount {
		name, f.ClientSecretFile = f.ClientSecretFile, ""
	}
	if name == "" {
		return nil
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return usage("--key-file: %w", err)
	}
	a.KeyFile = path
	return nil
}
