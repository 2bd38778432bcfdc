package wiretest

import (
	"encoding/base64"
	"strings"
	"testing"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

const opaque = "ya29.a0AfH6SMBx-opaque"

// Anna signs in with a token of so many bytes, and at least of 22.
func Anna(size int) sasl.Credentials {
	return sasl.Credentials{
		User:  "anna@example.org",
		Token: wire.NewSecret(opaque + strings.Repeat("x", max(0, size-len(opaque)))),
		Host:  "mail.example.org", Port: 995,
	}
}

// Encoded gives Anna's initial response, in base64.
func Encoded(t testing.TB, m sasl.Mechanism, size int) string {
	t.Helper()
	raw, err := sasl.InitialResponse(m, Anna(size))
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(raw)
}
