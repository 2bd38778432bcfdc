package run

import (
	"errors"
	"io"
	"net/url"
	"os"

	"mailknock/auth"
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// maxKeyFile bounds what is read of a key file.
const maxKeyFile = 1 << 20

// readKeyFile reads what an account's key file holds; it may be a pipe. The
// error is a *FieldError about "key_file".
func readKeyFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, &FieldError{"key_file", err.Error(), err}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, field("key_file", "%s is a folder: name the key file in it", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile+1))
	switch {
	case err != nil:
		return nil, &FieldError{"key_file", err.Error(), err}
	case len(data) > maxKeyFile:
		return nil, field("key_file", "%s is too large for a key file", name)
	}
	return data, nil
}

// readClientKey reads the key that proves the client.
func (j *job) readClientKey() error {
	data, err := readKeyFile(j.account.KeyFile)
	if err != nil {
		return err
	}
	j.client.Key, err = auth.ReadClientKey(data, auth.KeyOptions{Password: j.request.KeyPassword})
	var password *auth.KeyPasswordError
	switch {
	case errors.As(err, &password):
		return &FieldError{"key_password", err.Error(), err}
	case err != nil:
		return &FieldError{"key_file", err.Error(), err}
	}
	return nil
}

// serviceAccount reads the service account; the sandbox has one of its own.
func (j *job) serviceAccount() (auth.ServiceAccount, error) {
	var data []byte
	var err error
	switch {
	case j.account.KeyFile != "":
		data, err = readKeyFile(j.account.KeyFile)
	case j.box != nil:
		data, err = j.box.ServiceAccountJSON()
	default:
		err = field("key_file", "name the JSON key file of the service account")
	}
	if err != nil {
		return auth.ServiceAccount{}, err
	}
	sa, err := auth.ReadServiceAccount(data, j.tokenHost())
	if err != nil {
		return sa, &FieldError{"key_file", err.Error(), err}
	}
	return sa, nil
}

// tokenHost is where a key file may send its requests beside Google.
func (j *job) tokenHost() string {
	address := j.provider.TokenURL
	if j.provider.ID == provider.Sandbox && j.box != nil {
		address = j.box.TokenURL()
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// sandboxApp makes the sandbox's confidential app of its client.
func (j *job) sandboxApp() {
	if j.account.Method != mail.ClientCredentials || j.box == nil {
		return
	}
	j.client.ClientID = j.box.AppID()
	if len(j.account.Scopes) == 0 {
		j.client.Scopes = []string{j.box.AppScope()}
	}
	if j.secret.Empty() && j.client.Key == nil {
		j.client.ClientSecret = wire.NewSecret(j.box.AppSecret())
	}
}
