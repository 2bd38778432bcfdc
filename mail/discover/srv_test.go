package discover

import (
	"net"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestSRV(t *testing.T) {
	w := newWorld()
	w.srv["_imap._tcp.example.org"] = []net.SRV{{Target: "imap.example.org.", Port: 143}}
	w.srv["_imaps._tcp.example.org"] = []net.SRV{
		{Target: "b.hoster.test.", Port: 993, Priority: 2}, {Target: "a.hoster.test.", Port: 9993, Priority: 1},
	}
	w.srv["_pop3s._tcp.example.org"] = []net.SRV{{Target: "."}}
	w.srv["_submission._tcp.example.org"] = []net.SRV{{Target: "localhost.", Port: 587}}
	r := w.find(t, "anna@example.org")
	imap := r.Servers[wire.IMAP]
	if len(imap) != 3 || imap[0].String() != "a.hoster.test:9993/tls" || imap[2].String() != "imap.example.org:143/starttls" ||
		imap[0].Source != "SRV record _imaps._tcp.example.org" || imap[0].User.Value != "anna@example.org" {
		t.Errorf("%+v", imap)
	}
	if !strings.Contains(imap[0].Confirm, "does hoster.test run the mail of example.org?") || imap[2].Confirm != "" {
		t.Errorf("%q %q", imap[0].Confirm, imap[2].Confirm)
	}
	if len(r.Servers) != 1 {
		t.Errorf("%+v", r.Servers)
	}
	for name, want := range map[string]string{
		"_pop3s": "not offered: the record says so", "_submission._": "names no host that can be used", "_pop3._": "no SRV record",
	} {
		if a := ended(t, r, name); a.Result != want && !strings.Contains(a.Result, want) {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// "Not offered" in DNS outweighs the ISPDB, and not the domain's own document.
func TestSRVDenies(t *testing.T) {
	deny := func(w *world) *world {
		w.srv["_pop3s._tcp.example.org"] = []net.SRV{{Target: "."}}
		return w
	}
	w := newWorld()
	w.text("autoconfig.thunderbird.net/v1.1/example.org", "text/xml", wellRunConfig)
	if r := deny(w).find(t, "anna@example.org"); r.Servers[wire.POP3] != nil || r.Servers[wire.IMAP] == nil {
		t.Errorf("%+v", r.Servers)
	}
	if r := deny(configured(wellRunConfig)).find(t, "anna@example.org"); r.Servers[wire.POP3] == nil {
		t.Errorf("%+v", r.Servers)
	}
}

func TestConflict(t *testing.T) {
	w := configured(wellRunConfig)
	w.srv["_imaps._tcp.example.org"] = []net.SRV{{Target: "imap.example.org.", Port: 993}}
	w.srv["_submissions._tcp.example.org"] = []net.SRV{{Target: "mail.example.org.", Port: 465}}
	r := w.find(t, "anna@example.org")
	want := Conflict{
		What: "IMAP server", Taken: "mail.example.org:993/tls", TakenSource: "example.org's own configuration at https://autoconfig.example.org/mail/config-v1.1.xml",
		Other: "imap.example.org:993/tls", OtherSource: "SRV record _imaps._tcp.example.org",
	}
	if len(r.Conflicts) != 1 || r.Conflicts[0] != want {
		t.Errorf("%+v", r.Conflicts)
	}
}
