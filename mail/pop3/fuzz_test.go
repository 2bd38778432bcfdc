package pop3

import (
	"bufio"
	"strings"
	"testing"
)

// FuzzServer: the client says nothing but its own verbs.
func FuzzServer(f *testing.F) {
	client.FuzzServer(f, "two-line", func(t *testing.T, said string, _ bool) {
		lines := bufio.NewScanner(strings.NewReader(said))
		for lines.Scan() {
			verb, _, _ := strings.Cut(lines.Text(), " ")
			switch verb {
			case "CAPA", "AUTH", "STAT", "UIDL", "LIST", "TOP", "QUIT", "*", "", "AQ==", "<token>":
			default:
				t.Errorf("said %q", lines.Text())
			}
		}
	})
}
