package auth

import (
	"io"

	"github.com/pkg/browser"
)

func init() {
	// The library prints what the browser says. The core prints nothing.
	browser.Stdout = io.Discard
	browser.Stderr = io.Discard
}

// OpenBrowser opens the system's browser on a URL: https, or http to this
// machine; anything else is refused before a program is started. No shell is
// involved. It may block until the browser ends, and nil does not mean that a
// page was opened: show the URL as well.
func OpenBrowser(url string) error {
	if err := CheckBrowserURL(url); err != nil {
		return err
	}
	return browser.OpenURL(url)
}

// CheckBrowserURL tells why a URL may not be handed to the system's browser;
// nil when it may. The error is a sentence.
func CheckBrowserURL(url string) error {
	_, err := checkURL("address for the browser", url)
	return err
}
