package provider

import (
	"strings"
	"testing"
)

// TestOverrideTakesTheWholeUnit: whoever replaces the endpoints replaces all of
// them. An endpoint that was left over would get what is secret at the other
// provider; a saved token is bound to the token endpoint, so what else gets one
// must be on the same host.
func TestOverrideTakesTheWholeUnit(t *testing.T) {
	dir, file := write(t, entries(`{"id": "google", "auth_url": "https://id.acme.example/a", "token_url": "https://id.acme.example/t"}`))
	table := Load(dir)
	p := get(t, table, Google)
	if p.TokenURL != "https://id.acme.example/t" || p.Issuer != "" || p.RevokeURL != "" || p.JWKSURL != "" || p.TokeninfoURL != "" {
		t.Errorf("left over from Google: %+v", p)
	}
	if p.Sources["endpoints"] != "" || p.Sources["revoke_url"] != "" {
		t.Error("Google's sources stand beside other endpoints")
	}
	if table.Origin(Google, "token_url") != file || table.Origin(Google, "servers") != OriginBuiltIn {
		t.Error("the origin is wrong")
	}
	var text string
	for _, n := range table.Notes() {
		text += n.Text + "\n"
	}
	for _, host := range []string{"id.acme.example", "oauth2.googleapis.com", "accounts.google.com"} {
		if !strings.Contains(text, host) {
			t.Errorf("the notes do not name %s: %s", host, text)
		}
	}
}

// TestSavedTokenGoesToNoOtherHost: with Google's own token endpoint, to which
// saved tokens are bound, no other host can be named as one that gets them.
func TestSavedTokenGoesToNoOtherHost(t *testing.T) {
	for _, field := range []string{"revoke_url", "tokeninfo_url", "device_url"} {
		dir, _ := write(t, entries(`{"id": "google", "auth_url": "https://accounts.google.com/o/oauth2/v2/auth", "token_url": "https://oauth2.googleapis.com/token",
"`+field+`": "https://evil.example/x"}`))
		table := Load(dir)
		if p := get(t, table, Google); strings.Contains(p.endpoint(field), "evil") {
			t.Errorf("%s leads to %s", field, p.endpoint(field))
		}
		if problems := table.Problems(); len(problems) == 0 || problems[0].Line != 3 || !strings.Contains(problems[0].Text, "evil.example") || !strings.Contains(problems[0].Text, "oauth2.googleapis.com") {
			t.Errorf("both hosts must be named: %v", problems)
		}
	}
}

// TestTakenDomainIsTold: a file can claim gmail.com, and it is seen.
func TestTakenDomainIsTold(t *testing.T) {
	dir, _ := write(t, entries(`{"id": "acme", "issuer": "https://id.acme.example", "domains": ["gmail.com"]}`))
	table := Load(dir)
	if p, _ := table.ByAddress("a@gmail.com"); p.ID != "acme" {
		t.Errorf("%s", p.ID)
	}
	if notes := table.Notes(); len(notes) != 1 || !strings.Contains(notes[0].Text, "gmail.com") || !strings.Contains(notes[0].Text, "Google") {
		t.Errorf("%v", notes)
	}
}

// TestFileGoesBeforeTheTable: also where it only changes a provider that stands
// further down.
func TestFileGoesBeforeTheTable(t *testing.T) {
	dir, _ := write(t, entries(`{"id": "microsoft", "domains": ["gmail.com"]}`))
	if p, _ := Load(dir).ByAddress("a@gmail.com"); p.ID != Microsoft {
		t.Errorf("%s", p.ID)
	}
}

// TestStalwartNamesItsIssuer: a provider whose endpoints stand in metadata may
// get its issuer alone.
func TestStalwartNamesItsIssuer(t *testing.T) {
	dir, _ := write(t, entries(`{"id": "stalwart", "issuer": "https://mail.acme.example", "servers": {"imap": ["mail.acme.example:993"]}}`))
	table := Load(dir)
	p := get(t, table, "stalwart")
	if !p.ByIssuer || p.Issuer != "https://mail.acme.example" || len(table.Problems())+len(table.Notes()) > 0 {
		t.Errorf("%+v %v %v", p, table.Problems(), table.Notes())
	}
}
