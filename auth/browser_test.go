package auth

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// badURLs are addresses that no program may be started with (row A2).
var badURLs = []string{
	"", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "https://x/$(touch${IFS}/tmp/p)", "https://x/`id`",
	"--help", "-https://x/", "https://x/\n", "https://x/ --new", "https://x/\x1b]", "https:///x", "https:x", "http://x.test/",
	"http://127.0.0.1.evil.test/", "https://user:pass@x/", "https://user@x/", "https://x/\"&calc&\"", "https://x/;id", "https://x/|id",
	"https://x/ü", "HTTPS//x", "ftp://x/", "//x/", "/etc/passwd", "https://x/" + strings.Repeat("a", 1<<20),
}

// Rows A1, A2 and C4: the browser gets one argument, and only for an address
// that is in order. No shell, nothing secret.
func TestOpenBrowser(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("puts a false xdg-open into PATH")
	}
	dir := t.TempDir()
	argv := filepath.Join(dir, "argv")
	script := "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> " + argv + "\necho noise\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	for _, bad := range badURLs {
		if err := OpenBrowser(bad); err == nil {
			t.Errorf("%.60q was opened", bad)
		}
	}
	if _, err := os.Stat(argv); err == nil {
		t.Fatal("a program was started for a bad address")
	}
	for _, good := range []string{"https://as.test/authorize?a=1&b=%24%28id%29", "http://127.0.0.1:4711/x?y=z", "http://[::1]:1/", "http://localhost:1/"} {
		if err := OpenBrowser(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
		got, err := os.ReadFile(argv)
		if err != nil || string(got) != "1\n"+good+"\n" {
			t.Errorf("the browser got %q, %v", got, err)
		}
		_ = os.Remove(argv)
	}
}

// Rows A2 and A21: an endpoint that cannot be opened ends the sign-in before
// anything is started.
func TestSignInRefusesBadEndpoints(t *testing.T) {
	for _, bad := range badURLs {
		f := &Flow{OpenURL: func(string) error { t.Errorf("%.60q was opened", bad); return nil }}
		c := Client{AuthURL: bad, TokenURL: "https://as.test/t", ClientID: "c"}
		if _, err := f.SignIn(t.Context(), recorder(), c, Handler{Waiting: func(Waiting) { t.Errorf("%.60q was waited for", bad) }}); err == nil {
			t.Errorf("%.60q was accepted", bad)
		}
	}
}
