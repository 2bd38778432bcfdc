package terminal

import (
	"io"
	"os"
	"strings"

	"mailknock/mail/wire"
)

// maxSecret bounds a file that holds a secret.
const maxSecret = 1 << 20

// secretFile reads a secret from a file, which may be a pipe: all of it,
// without the white space around it.
func secretFile(flag, name string) (wire.Secret, error) {
	file, err := os.Open(name)
	if err != nil {
		return wire.Secret{}, usage("%s: %w", flag, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSecret+1))
	if err != nil {
		return wire.Secret{}, usage("%s: %w", flag, err)
	}
	if len(data) > maxSecret {
		return wire.Secret{}, usage("%s: %s holds more than a megabyte: that is no secret", flag, name)
	}
	text := strings.TrimSpace(string(data))
	if text == "" {
		return wire.Secret{}, usage("%s: %s is empty", flag, name)
	}
	return wire.NewSecret(text), nil
}
