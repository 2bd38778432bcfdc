package discover

import (
	"time"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Result is a filled form. All of it can be changed by the person; texts from
// the network are visible and bounded.
type Result struct {
	// Address is as typed, without spaces around it; Domain is in its ASCII
	// form.
	Address, Domain string
	// Provider is an id of the table of providers, provider.Custom when it is
	// none of them.
	Provider Found[string]
	// Name is what the provider is called; empty when nobody said.
	Name Found[string]
	// Servers are the ones to use, best first; a protocol that is missing was
	// not found, or is not offered.
	Servers map[wire.Protocol][]Server
	OAuth   OAuth
	// PasswordOnly tells that every source that says how to sign in names
	// passwords and no OAuth.
	PasswordOnly bool
	// Asked is everybody who was asked, in order; empty when the table of
	// domains knew the answer.
	Asked []Asked
	// Conflicts are where a source disagrees with the one that was taken.
	Conflicts []Conflict
	// Notes are what the person should know before going on.
	Notes []string
	// Needs are what nobody answered and the person has to type; empty when
	// the form is full.
	Needs []Need
}

// Found is one value, with its source in words; the zero value means that it
// was not found.
type Found[T any] struct {
	Value  T
	Source string
}

// Server is a server and how one signs in there.
type Server struct {
	wire.Server
	// User is the user name, with the address filled in.
	User Found[string]
	// Mechanisms are the OAuth mechanisms, as far as the source tells.
	Mechanisms []sasl.Mechanism
	// Source says in words where the server comes from.
	Source string
	// Confirm is a question to the person, empty when there is none: DNS alone
	// led there, which is signed by nobody here, and the server belongs to
	// somebody else than the domain (RFC 6186 section 6).
	Confirm string
}

// OAuth is where one signs in. Issuer and the URLs come from one document, or
// from the table of providers: take all of them or none (RFC 8414 section
// 3.3). URLs begin with https; those of the table may hold {tenant}.
type OAuth struct {
	Issuer, AuthURL, TokenURL, DeviceURL, RevokeURL, JWKSURL Found[string]
	// RegistrationURL takes registrations of clients (RFC 7591). Nothing was
	// sent there: see [Finder.Register].
	RegistrationURL Found[string]
	// ClientID is for everybody to use, from the domain's own autoconfig.
	ClientID Found[string]
	Scopes   Found[[]string]
	// IssParameter says that the redirect will carry iss (RFC 9207).
	IssParameter Found[bool]
}

// Conflict is where two sources say different things.
type Conflict struct {
	// What it is about: "IMAP server", "issuer", "provider".
	What string
	// Taken is the value in the form; Other is what Source says instead.
	Taken, TakenSource string
	Other, OtherSource string
}

// Need is something that the person has to give.
type Need struct {
	// Kind is for the form: which part of it.
	Kind NeedKind
	// Text is the sentence to show.
	Text string
}

// NeedKind is a part of the form.
type NeedKind string

// The three things without which nobody can sign in.
const (
	NeedSignIn       NeedKind = "sign-in"
	NeedServers      NeedKind = "servers"
	NeedRegistration NeedKind = "registration"
)

// Asked is one question to somebody else.
type Asked struct {
	// Who is a host name, or "the name servers".
	Who string
	// What is the URL, or the record and its name.
	What string
	// Sent is what of the address went there: "the whole address", "the
	// domain", or the host name that was looked up.
	Sent    string
	Outcome Outcome
	// Result is a sentence; empty as long as the question is open.
	Result string
	// Took is how long it took.
	Took time.Duration
}

// Outcome is how a question ended.
type Outcome string

// The ends of a question.
const (
	// Open is not answered yet.
	Open Outcome = ""
	// Answered brought something to use.
	Answered Outcome = "answered"
	// Nothing was there, which is no fault.
	Nothing Outcome = "nothing"
	// Failed could not be asked, or the answer could not be read.
	Failed Outcome = "failed"
	// Refused is an answer, or a question, that must not be trusted.
	Refused Outcome = "refused"
)
