package auth

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
)

// TestLocalhostElsewhere: a hosts file that leads the browser away is told, and
// the sign-in goes on.
func TestLocalhostElsewhere(t *testing.T) {
	as := newFakeAS(t)
	for _, tt := range []struct {
		found []netip.Addr
		err   error
		note  string
	}{
		{[]netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil, ""},
		{[]netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("192.0.2.7")}, nil, "leads to 192.0.2.7"},
		{nil, errors.New("no such host"), "is not known"},
	} {
		c := as.client()
		c.Redirect = Redirect{Host: "localhost"}
		r := begin(t, as, c, &Flow{lookup: func(context.Context, string, string) ([]netip.Addr, error) { return tt.found, tt.err }})
		r.ok()
		text := logOf(r.rec)
		if strings.Contains(text, "The name localhost") != (tt.note != "") || !strings.Contains(text, tt.note) {
			t.Errorf("%v: want %q in\n%s", tt.found, tt.note, text)
		}
	}
}
