package accounts

import (
	"strings"
	"testing"
)

// TestImportSignsInNobody: a file that names servers and a way to sign in
// without a person would get a token by a secret that is saved here.
func TestImportSignsInNobody(t *testing.T) {
	for _, c := range []struct{ method, servers, want string }{
		{"client-credentials", `{"imap": "imap.evil.example:993/tls"}`, ""},
		{"service-account", `{"imap": "imap.evil.example:993/tls"}`, ""},
		{"client-credentials", `{}`, "client-credentials"},
		{"device", `{"imap": "imap.evil.example:993/tls"}`, "device"},
	} {
		b, err := ReadBundle(strings.NewReader(`{"version": 1, "accounts": [{"provider": "microsoft", "user": "anna@example.test", "method": "` + c.method + `", "servers": ` + c.servers + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		told := strings.Contains(strings.Join(b.Notes, " "), "without a person")
		if got := string(b.Accounts[0].Method); got != c.want || told != (c.want == "") {
			t.Errorf("%s with %s became %q; told: %v", c.method, c.servers, got, told)
		}
	}
}
