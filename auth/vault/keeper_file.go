package vault

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"filippo.io/age"

	"mailknock/auth/safefile"
	"mailknock/mail/wire"
)

// maxWork bounds the scrypt work factor of a file that somebody else may have
// put there: 2^20 needs 1 GiB.
const maxWork = 20

// inFile keeps the identity in an age file encrypted with a passphrase.
type inFile struct {
	path       string
	passphrase func(context.Context) (wire.Secret, error)
	// work is the scrypt work factor; 0 leaves it to age.
	work int
}

func (k inFile) load(ctx context.Context, recipient string) (*age.X25519Identity, error) {
	sealed, err := safefile.Read(k.path, maxBlob)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &LostError{File, recipient}
	}
	if err != nil {
		return nil, err
	}
	secret, err := k.ask(ctx)
	if err != nil {
		return nil, err
	}
	scrypt, err := age.NewScryptIdentity(secret.Reveal())
	if err != nil {
		return nil, err
	}
	scrypt.SetMaxWorkFactor(maxWork)
	plain, err := unseal(sealed, scrypt)
	if err != nil {
		if errors.Is(err, age.ErrIncorrectIdentity) && bytes.Contains(sealed, []byte("\n-> scrypt ")) {
			return nil, ErrPassphrase
		}
		return nil, &UnreadableError{Path: k.path, Reason: "it is damaged", Err: err}
	}
	defer clear(plain)
	id, err := age.ParseX25519Identity(string(bytes.TrimSpace(plain)))
	if err != nil {
		return nil, &UnreadableError{Path: k.path, Reason: "it holds no age identity"}
	}
	return id, nil
}

func (k inFile) prepare(ctx context.Context, id *age.X25519Identity) (func(context.Context) error, error) {
	secret, err := k.ask(ctx)
	if err != nil {
		return nil, err
	}
	scrypt, err := age.NewScryptRecipient(secret.Reveal())
	if err != nil {
		return nil, err
	}
	if k.work != 0 {
		scrypt.SetWorkFactor(k.work)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, scrypt)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, id.String()+"\n"); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return func(context.Context) error { return safefile.Create(k.path, out.Bytes()) }, nil
}

func (k inFile) found() bool {
	_, err := os.Lstat(k.path)
	return err == nil
}

func (k inFile) destroy(context.Context, string) error { return safefile.Remove(k.path) }

func (k inFile) ask(ctx context.Context) (wire.Secret, error) {
	if k.passphrase == nil {
		return wire.Secret{}, ErrNoPassphrase
	}
	secret, err := k.passphrase(ctx)
	if err != nil {
		return wire.Secret{}, err
	}
	if secret.Empty() {
		return wire.Secret{}, ErrNoPassphrase
	}
	return secret, nil
}
