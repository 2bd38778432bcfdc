package discover

import (
	"errors"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	for address, want := range map[string]string{
		"anna@example.org":                "",
		"  anna@example.org ":             "",
		"anna@mail.example.co.uk":         "",
		"anna@bücher.example":             "",
		"anna+tag@example.org.":           "",
		"":                                "there is no address",
		"anna":                            "has no @",
		"anna@":                           "nothing stands after the @",
		"@example.org":                    "nothing stands before the @",
		"anna @example.org":               "holds a space",
		"anna@exam ple.org":               "holds a space",
		"anna@example":                    "is not complete",
		"anna@example.":                   "is not complete",
		"anna@example.o":                  "is not complete",
		"anna@co.uk":                      "many domains share",
		"anna@.example.org":               "cannot be a domain",
		"anna@exa_mple.org":               "cannot be a domain",
		"anna@[192.0.2.1]":                "brackets",
		"anna@192.0.2.1":                  "a number and no domain",
		"Anna <anna@example.org>":         "holds a space",
		"<anna@example.org>":              "does not belong there",
		"a@b@example.org":                 "does not belong there",
		"anna\u200b@example.org":          "nobody can see",
		strings.Repeat("a", 320) + "@b.c": "longer than any address",
	} {
		err := Complete(address)
		var wrong *AddressError
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", address, err)
		case want != "" && (!errors.As(err, &wrong) || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v, want %q", address, err, want)
		}
	}
}

// An address that is not complete asks nobody; neither does a known domain.
func TestAsksNobody(t *testing.T) {
	w := wellRun()
	if _, err := w.finder(t).Find(t.Context(), "anna@example"); err == nil {
		t.Error("looked up")
	}
	r := w.find(t, "anna@gmail.com")
	if r.Provider.Value != "google" || r.OAuth.TokenURL.Value == "" || len(r.Servers) != 3 || len(r.Asked) != 0 || r.Provider.Source == "" {
		t.Errorf("%+v", r)
	}
	if r := w.find(t, "anna@sandbox.test"); r.Provider.Value != "sandbox" || len(r.Needs) != 0 {
		t.Errorf("%+v", r)
	}
	if len(w.heard) > 0 {
		t.Errorf("asked: %v", w.heard)
	}
}

func TestInternationalDomain(t *testing.T) {
	w := newWorld()
	w.mx["xn--bcher-kva.example"] = []string{"aspmx.l.google.com"}
	r := w.find(t, "anna@Bücher.example")
	if r.Provider.Value != "google" || r.Domain != "xn--bcher-kva.example" {
		t.Errorf("%+v", r.Provider)
	}
}
