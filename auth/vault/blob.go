package vault

import (
	"bytes"
	"errors"
	"io"

	"filippo.io/age"
)

// maxBlob bounds a file of the vault, in bytes.
const maxBlob = 1 << 20

func seal(plain []byte, to age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if out.Len() > maxBlob {
		return nil, errors.New("the secret is too long to be saved")
	}
	return out.Bytes(), nil
}

// unseal opens the whole text or nothing: age authenticates every part and
// the end.
func unseal(sealed []byte, with age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), with)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxBlob))
	if err != nil {
		clear(plain)
		return nil, err
	}
	return plain, nil
}

// sealEntry gives the encrypted form of an entry and its plain one, which the
// caller clears.
func sealEntry(e Entry, to age.Recipient) (sealed, plain []byte, err error) {
	if plain, err = encode(e); err != nil {
		return nil, nil, err
	}
	if sealed, err = seal(plain, to); err != nil {
		clear(plain)
		return nil, nil, err
	}
	return sealed, plain, nil
}

// openEntry gives the entry of a file's content, or the *UnreadableError that
// names the file.
func openEntry(path string, sealed []byte, key string, with age.Identity) (Entry, error) {
	plain, err := unseal(sealed, with)
	if err != nil {
		return Entry{}, &UnreadableError{Path: path, Reason: reason(err), Err: err}
	}
	defer clear(plain)
	e, err := decode(plain, key)
	if err != nil {
		return Entry{}, &UnreadableError{Path: path, Reason: err.Error()}
	}
	return e, nil
}

func reason(err error) string {
	var mismatch *age.NoIdentityMatchError
	if errors.As(err, &mismatch) {
		return "it was encrypted with another key"
	}
	return "it is damaged"
}
