package diagnose

import (
	"strings"
	"testing"

	"mailknock/auth/token"
	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// TestWhose: what it says stands before steps, whoever it is about.
func TestWhose(t *testing.T) {
	labels := cause.Cause{Advice: []string{"Google: google", "Microsoft: microsoft", "Yahoo: yahoo", "iCloud: icloud", "Self-hosted: custom"}}
	for _, c := range []struct{ provider, host, want string }{
		{"", "imap.gmail.com", "google"},
		{"", "imap.yandex.com", "custom"},
		{"aol", "", "yahoo"},
		{"icloud", "imap.gmail.com", "icloud"},
		{"fastmail", "", "custom"},
		{"custom", "", "custom"},
		{"custom", "imap.mail.yahoo.com", "yahoo"},
		{"custom", "imap.yandex.com", "custom"},
		{"yandex", "imap.yandex.com", "custom"},
	} {
		s := scene{provider: c.provider}
		v := cause.Values{"provider": s.whose(cause.Values{"host": c.host})}
		if got := labels.Steps(v); v["provider"] != c.want || len(got) != 1 {
			t.Errorf("%q at %q: %q, steps %q", c.provider, c.host, v["provider"], got)
		}
	}
}

// TestStepsAtAnyProvider: a check that failed leaves something to do at a
// provider, or a sandbox in the words of one, that no label names.
func TestStepsAtAnyProvider(t *testing.T) {
	r := no(wire.IMAP, "NO", "", "not enabled for IMAP use")
	r.Server.Host = "imap.yandex.com"
	for _, f := range []Facts{{Provider: "custom"}, {Provider: "yandex"}, {Provider: "sandbox", Speaks: "yandex"}} {
		all := diagnosed(r, token.Info{}, f)
		if len(all) == 0 || all[0].ID != "account.imap_disabled" || len(all[0].Advice) == 0 {
			t.Errorf("%+v: %+v", f, all)
		}
	}
}

// TestHostTellsWhose: the server that a pasted text names chooses the steps.
func TestHostTellsWhose(t *testing.T) {
	for _, c := range []struct{ provider, host, want string }{
		{"", "imap.mail.yahoo.com", "Yahoo"},
		{"custom", "imap.gmail.com", "Google"},
	} {
		all := explainText(t, "connecting to "+c.host+": A1 NO not enabled for IMAP use", Hint{Provider: c.provider}).Causes
		if len(all) == 0 || all[0].ID != "account.imap_disabled" || len(all[0].Advice) == 0 {
			t.Fatalf("%s: %+v", c.host, all)
		}
		for _, step := range all[0].Advice {
			if !strings.HasPrefix(step, c.want) {
				t.Errorf("%s: %s", c.host, step)
			}
		}
	}
}

// TestWordsTellWhose: in a run at nobody's provider, the words choose the steps.
func TestWordsTellWhose(t *testing.T) {
	all := diagnosed(no(wire.IMAP, "NO", "", "not enabled for IMAP use, see support.google.com"), token.Info{}, Facts{Provider: "sandbox"})
	if len(all) == 0 || len(all[0].Advice) == 0 || !strings.HasPrefix(all[0].Advice[0], "Google: ") || all[0].Who != "admin" {
		t.Fatalf("%+v", all)
	}
	for _, step := range all[0].Advice {
		if !strings.HasPrefix(step, "Google: ") {
			t.Error(step)
		}
	}
}
