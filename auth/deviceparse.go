package auth

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"mailknock/mail/wire"
)

// What holds where a device authorization answer does not tell it, or tells
// what makes no sense. The first is RFC 8628's (section 3.2).
const (
	defaultInterval = 5 * time.Second
	maxInterval     = 5 * time.Minute
	defaultCodeLife = 15 * time.Minute
	maxCodeLife     = 24 * time.Hour
	maxUserCode     = 64
	maxShownURI     = 2048
)

// deviceCode is a device authorization answer (RFC 8628 section 3.2).
type deviceCode struct {
	device wire.Secret
	// user, uri and complete are checked: they may be shown, and the addresses
	// opened.
	user, uri, complete string
	lifetime, interval  time.Duration
	// remarks are for the log: what was odd, and forgiven.
	remarks []string
}

// parseDevice reads a device authorization answer. wrong is what makes it
// unusable, in words.
func parseDevice(body []byte) (d deviceCode, wrong string) {
	var m members
	if err := json.Unmarshal(body, &m); err != nil || m == nil {
		return d, "it is not a JSON object"
	}
	device := m.text("device_code")
	switch {
	case device == "":
		return d, "it has no device_code"
	case len(device) > maxToken || strings.ContainsFunc(device, func(r rune) bool { return r <= ' ' || r > '~' }):
		return d, "its device_code is too long, or holds characters that no code has"
	}
	d.device = wire.NewSecret(device)
	d.user = strings.TrimSpace(m.text("user_code"))
	switch {
	case d.user == "":
		return d, "it has no user_code"
	case len(d.user) > maxUserCode || strings.ContainsFunc(d.user, func(r rune) bool { return r < ' ' || r > '~' }):
		return d, "its user_code is too long, or holds characters that nobody can type"
	}
	d.uri = m.text("verification_uri")
	if d.uri == "" {
		// Google's name for it, from before the RFC.
		d.uri = m.text("verification_url")
	}
	if err := checkShown("verification_uri", d.uri); err != nil {
		return d, "its " + strings.TrimPrefix(err.Error(), "the ")
	}
	if complete := m.text("verification_uri_complete"); complete != "" {
		if err := checkShown("verification_uri_complete", complete); err != nil || hostOf(complete) != hostOf(d.uri) {
			d.remarks = append(d.remarks, "The answer's verification_uri_complete is not used: it is no safe address, or another host's than the verification_uri.")
		} else {
			d.complete = complete
		}
	}
	d.times(m)
	return d, ""
}

// times reads how long the code lives, and how often to ask.
func (d *deviceCode) times(m members) {
	if d.lifetime, _ = lifetime(m["expires_in"]); d.lifetime == 0 {
		d.lifetime = defaultCodeLife
		d.remarks = append(d.remarks, "The answer does not tell how long the code lives; it is taken as 15 minutes.")
	} else if d.lifetime > maxCodeLife {
		d.lifetime = maxCodeLife
		d.remarks = append(d.remarks, "The answer says that the code lives for more than a day; after a day nobody waits.")
	}
	var remark string
	if d.interval, remark = lifetime(m["interval"]); d.interval == 0 {
		d.interval = defaultInterval
		if remark != "" {
			d.remarks = append(d.remarks, "The answer's interval makes no sense; it is taken as 5 seconds.")
		}
	} else if d.interval > maxInterval {
		d.interval = maxInterval
		d.remarks = append(d.remarks, "The answer asks for more than 5 minutes between two questions; it is taken as 5 minutes.")
	}
}

// checkShown is checkURL for an address that a person gets to see.
func checkShown(what, text string) error {
	if len(text) > maxShownURI {
		return fmt.Errorf("the %s is longer than %d bytes", what, maxShownURI)
	}
	_, err := checkURL(what, text)
	return err
}
