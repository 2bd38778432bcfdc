package auth

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Rows A1 and A27: no embedded web view, no implicit grant, no password grant,
// and what is sent is never left to probing. The core neither prints nor logs.
func TestSource(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{
			"PasswordCredentialsToken", `"password"},`, "response_type=token", "webview", "os.Stdout", "os.Stderr", "fmt.Print", "slog.",
			"InsecureSkipVerify", "ProxyURL(", "AuthStyleAutoDetect", "AuthStyleInHeader", "http.DefaultClient", "mail/imap", "mail/smtp", "mail/pop3", "fyne",
		} {
			// The one exception verifies by itself, in full.
			if strings.Contains(string(data), bad) && (bad != "InsecureSkipVerify" || name != "roots.go") {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}
