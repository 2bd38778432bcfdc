package discover

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"time"

	"mailknock/mail/provider"
)

// The deadlines when a Finder names none.
const (
	eachLimit = 5 * time.Second
	allLimit  = 8 * time.Second
	// grace is how long the others are waited for once MX records have named
	// a provider of the table.
	grace = time.Second
)

// ispdb is Thunderbird's database of providers.
const ispdb = "https://autoconfig.thunderbird.net/v1.1/"

// Finder asks. The zero value works; it may be used by many goroutines.
type Finder struct {
	// Resolver answers DNS questions; nil is the system's.
	Resolver Resolver
	// Table knows the providers: their domains, and what belongs to one that
	// was recognised; nil is the program's own.
	Table *provider.Table
	// Transport carries HTTP; nil is the default, which takes the proxy from
	// the environment and refuses to connect to this machine (see the
	// package's text). Another one has to see to both itself.
	Transport http.RoundTripper
	// Roots are trusted beside the system's by the default transport; nil for
	// the system's alone.
	Roots *x509.CertPool
	// Trial lets Conformance register a program and delete it again, to see
	// whether loopback redirects are taken: set it only when the person agreed.
	Trial bool
	// Each bounds one question, All everything together; 0 is 5 s and 8 s.
	Each, All time.Duration
	// OnAsked hears of each question as it is asked and as it ends, with its
	// place in Result.Asked; nil for nobody. It is called on other
	// goroutines, one at a time, and never after Find has returned.
	OnAsked func(at int, asked Asked)
}

// Resolver answers DNS questions; *net.Resolver is one.
type Resolver interface {
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error)
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

func (f *Finder) resolver() Resolver {
	if f.Resolver == nil {
		return net.DefaultResolver
	}
	return f.Resolver
}

func (f *Finder) table() *provider.Table {
	if f.Table == nil {
		return provider.BuiltIn()
	}
	return f.Table
}

func (f *Finder) each() time.Duration {
	if f.Each == 0 {
		return eachLimit
	}
	return f.Each
}

func (f *Finder) all() time.Duration {
	if f.All == 0 {
		return allLimit
	}
	return f.All
}

// Find fills the form for an address. It blocks for at most 8 seconds; after
// ctx ends it returns with what it has.
//
// The only error is an [*AddressError], and then nobody was asked. That
// nothing was found is no error: Result.Asked and Result.Needs say what was
// tried and what to type.
func (f *Finder) Find(ctx context.Context, address string) (Result, error) {
	local, domain, err := split(address)
	if err != nil {
		return Result{}, err
	}
	if r, ok := f.known(local, domain); ok {
		return r, nil
	}
	s := f.survey(domain, local)
	s.run(ctx, false)
	return s.form(), nil
}
