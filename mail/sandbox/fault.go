package sandbox

import (
	"fmt"
	"strings"

	"mailknock/mail/wire"
)

// Fault is something that goes wrong at real providers and that the sandbox
// can play.
type Fault struct {
	// ID is short and never changes. Where two providers play the same fault,
	// the second one's id ends in its name.
	ID string
	// Title says in a few words what is wrong.
	Title string
	// Provider is whose words are used: google, microsoft, or empty.
	Provider string
	// Protocols are those that fail. A fault of the sign-in has all of them,
	// because none is reached.
	Protocols []wire.Protocol
	// Cause is the id of the cause that a diagnosis must find.
	Cause string
	// Security is how a client must connect to meet the fault; empty: either
	// way.
	Security wire.Security
	// Passes tells that a good client gets through all the same: the fault is
	// one that it has to cope with, or to mention.
	Passes bool
	// Method is the only way to sign in that meets the fault; empty: every
	// way does.
	Method string
}

// fault is a row of the table: what is known to everybody, and how to play it.
type fault struct {
	Fault
	play  trick
	shape shape
	// auth is the final reply to a sign-in, whatever the token is.
	auth replies
	// use is the reply to the first command after a sign-in that went well.
	use replies
	// authorize and token are how the OAuth endpoints end.
	authorize *authorizeEnd
	token     *tokenRefusal
}

// replies are final replies, without an IMAP tag. Several lines are separated
// by "\n"; an IMAP line that begins with "* " is sent untagged.
type replies map[wire.Protocol]string

// trick is what a server does out of the ordinary, other than refusing.
type trick int

const (
	noTrick trick = iota
	playSlow
	playDrop
	playNoMechanism
	playUnknownCA
	playExpiredCertificate
	playWrongName
	playOldTLS
	playWrongMode
	playNoSTARTTLS
	playInjection
	playTwoLines
	playShortLines
	playNoRefresh
	playRevokedRefresh
	playClockSkew
	playDeviceDeclined
)

// shape is what is wrong with the access tokens that are issued.
type shape int

const (
	goodToken shape = iota
	expiredToken
	foreignAudience
	otherScope
	otherUser
	idTokenInstead
	longToken
	// shortToken fits into the command that presents it.
	shortToken
	briefToken
)

// style is whose words a server uses.
func (f *fault) style() style {
	switch f.Provider {
	case "google":
		return google
	case "microsoft":
		return microsoft
	}
	return neutral
}

// Faults lists what the sandbox can play to everybody, in the order in which a
// person should see it.
func Faults() []Fault {
	list := make([]Fault, len(faults))
	for i := range faults {
		list[i] = faults[i].Fault
		list[i].Protocols = append([]wire.Protocol(nil), faults[i].Protocols...)
	}
	return list
}

var noFault fault

// findFault gives the row of an id; the empty id is the absence of a fault.
func findFault(id string) (*fault, error) {
	if id == "" {
		return &noFault, nil
	}
	var known []string
	for _, table := range [][]fault{faults, wayFaults} {
		for i := range table {
			if table[i].ID == id {
				return &table[i], nil
			}
			known = append(known, table[i].ID)
		}
	}
	return nil, fmt.Errorf("the sandbox cannot play %q: it knows %s", id, strings.Join(known, ", "))
}
