package dial

import (
	"context"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

type resolverFunc func(context.Context) error

func (f resolverFunc) LookupNetIP(ctx context.Context, _, _ string) ([]netip.Addr, error) {
	return nil, f(ctx)
}

func TestResolve(t *testing.T) {
	d := &Dialer{Resolver: fakeResolver{"mail.test": {"192.0.2.1", "192.0.2.2", "2001:db8::1", "::ffff:192.0.2.1"}}}
	for _, c := range []struct{ host, detail string }{
		{"mail.test", "192.0.2.1, 2001:db8::1, 192.0.2.2"},
		{"MAIL.test.", "192.0.2.1, 2001:db8::1, 192.0.2.2"},
		{"::1", "an address, nothing to look up"},
		{"127.0.0.1", "an address, nothing to look up"},
	} {
		name, err := ascii(c.host)
		if err != nil {
			t.Fatal(err)
		}
		if _, got, err := d.lookup(t.Context(), name, 993); err != nil || got != c.detail {
			t.Errorf("%s: %q, %v", c.host, got, err)
		}
	}
}

func TestResolveErrors(t *testing.T) {
	broken := &net.DNSError{Err: "server misbehaving", Name: "mail.test", IsTemporary: true}
	for _, c := range []struct {
		host     string
		resolver Resolver
		kind     ResolveKind
		says     string
	}{
		{"imap.exmple.test", fakeResolver{}, NotFound, "no address is known for imap.exmple.test"},
		{"mail.test", resolverFunc(func(context.Context) error { return broken }), NoAnswer, "server misbehaving"},
		{"empty.test", resolverFunc(func(context.Context) error { return nil }), NotFound, "no address is known"},
		{"a\u0338\u2260.test", nil, BadName, "cannot be a host name"},
	} {
		d := &Dialer{Resolver: c.resolver}
		_, err := d.Open(t.Context(), recorder(), wire.Server{Host: c.host, Port: 993, Security: wire.ImplicitTLS})
		if failed := as[*ResolveError](t, err); failed.Kind != c.kind || !strings.Contains(failed.Error(), c.says) {
			t.Errorf("%s: %s, %v", c.host, failed.Kind, failed)
		}
	}
}

func TestInterleave(t *testing.T) {
	var in []netip.Addr
	for _, text := range []string{"2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1"} {
		in = append(in, netip.MustParseAddr(text))
	}
	var got []string
	for _, ip := range interleave(in) {
		got = append(got, ip.String())
	}
	if want := []string{"2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if len(interleave(nil)) != 0 {
		t.Error("no address gives some")
	}
}
