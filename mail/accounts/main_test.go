package accounts

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain also plays the other process: see child_test.go.
func TestMain(m *testing.M) {
	if job := os.Getenv("ACCOUNTS_CHILD"); job != "" {
		os.Exit(child(job))
	}
	goleak.VerifyTestMain(m)
}
