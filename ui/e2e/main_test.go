package e2e

import (
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if url := os.Getenv("MAILKNOCK_E2E_OPEN"); url != "" {
		if err := actAsBrowser(url); err != nil {
			fmt.Fprintln(os.Stderr, "browser of the tests:", err)
			os.Exit(1)
		}
		return
	}
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}
