package present

import (
	"fmt"
	"time"

	"mailknock/mail/provider"
)

// DeviceCode is what stands in the window while a code waits to be entered on
// another device.
type DeviceCode struct {
	Title, Text string
	Code        string
	// URL is where to enter it; Scan is the same for a camera, with the code
	// in it where the provider gives that.
	URL, Scan string
	// Left counts down.
	Left string
	// Caution is RFC 8628's, section 5.4.
	Caution string
	// ScanNote says what scanning leads to.
	ScanNote string
}

// NewDeviceCode puts a session in words that waits for another device.
func NewDeviceCode(s *Session, now time.Time) DeviceCode {
	w := s.Code
	d := DeviceCode{
		Title: "Sign in with " + s.Provider.Name + " on any device",
		Text:  fmt.Sprintf("Open the address in any browser, on this machine or a phone, enter the code and choose %s. This window goes on by itself.", s.Account.User),
		Code:  w.UserCode, URL: w.VerificationURI, Scan: w.VerificationURIComplete,
		Caution:  "Enter only a code that you asked for yourself.",
		ScanNote: "The page shows the code: see that it is this one.",
	}
	if d.Scan == "" {
		d.Scan, d.ScanNote = d.URL, "Then enter the code on the page."
	}
	switch s.Provider.ID {
	case provider.Custom:
		d.Title = "Sign in on any device"
	case provider.Sandbox:
		d.Title = "Sign in at the sandbox with a code"
		d.ScanNote = "At the sandbox this is for show: a phone cannot reach this machine."
	}
	if !w.Deadline.IsZero() {
		d.Left = Clock(w.Deadline.Sub(now)) + " left"
	}
	return d
}
