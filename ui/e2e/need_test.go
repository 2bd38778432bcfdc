package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// places are where servers lie that are not in everybody's PATH.
var places = []string{"/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/lib/dovecot", "/usr/lib/postfix/sbin"}

// lookup finds a program, or gives "".
func lookup(names ...string) string {
	for _, name := range names {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
		for _, dir := range places {
			if found, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				return found
			}
		}
	}
	return ""
}

// need gives the path of a program. Without it the test is skipped, and with
// CI=true it fails.
func need(t testing.TB, names ...string) string {
	t.Helper()
	found := lookup(names...)
	if found == "" {
		lack(t, names[0]+" is not installed; make peers installs it")
	}
	return found
}

// needFile is need for a file that a package brings.
func needFile(t testing.TB, name, what string) {
	t.Helper()
	if _, err := os.Stat(name); err != nil {
		lack(t, what+" is not installed; make peers installs it")
	}
}

// lack ends a test that cannot run here.
func lack(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(why)
	}
	t.Skip(why)
}
