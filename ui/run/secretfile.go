package run

import (
	"fmt"
	"io"
	"os"
	"strings"

	"mailknock/mail/wire"
)

// readSecretFile reads a secret that stands in a file of its own, on one line.
func readSecretFile(name string) (wire.Secret, error) {
	f, err := os.Open(name)
	if err != nil {
		return wire.Secret{}, fmt.Errorf("could not read the client secret: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 1<<16))
	if err != nil {
		return wire.Secret{}, fmt.Errorf("could not read the client secret: %w", err)
	}
	text := strings.TrimSpace(string(data))
	if text == "" || strings.ContainsAny(text, "\r\n\x00") {
		return wire.Secret{}, fmt.Errorf("%s holds no client secret: write it there, on one line", name)
	}
	return wire.NewSecret(text), nil
}
