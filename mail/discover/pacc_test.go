package discover

import (
	"net/http"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// A PACC document counts only with its digest in DNS.
func TestPACCRefused(t *testing.T) {
	const page = "ua-auto-config.example.org/.well-known/user-agent-configuration.json"
	for name, test := range map[string]struct {
		change  func(*world)
		outcome Outcome
		result  string
	}{
		"no digest":    {func(w *world) { delete(w.txt, "_ua-auto-config.example.org") }, Refused, "no digest in DNS confirms them"},
		"other digest": {func(w *world) { w.txt["_ua-auto-config.example.org"] = []string{digestRecord("{}")} }, Refused, "not those whose digest is in DNS"},
		"no resolver": {func(w *world) {
			delete(w.txt, "_ua-auto-config.example.org")
			w.broken["_ua-auto-config.example.org"] = true
		}, Refused, "the name servers did not tell their digest"},
		"broken JSON":   {func(w *world) { w.pacc(home, `{"protocols":`) }, Failed, "the JSON is broken at byte 13"},
		"wrong kind":    {func(w *world) { w.pacc(home, `{"protocols":7}`) }, Failed, `wrong kind of value in "protocols"`},
		"no protocols":  {func(w *world) { w.pacc(home, `{}`) }, Failed, "names no protocols"},
		"web page":      {func(w *world) { w.text(page, "text/html", "<html>") }, Nothing, "a web page came"},
		"redirect":      {func(w *world) { w.redirect(page, "https://mail.example.org/x") }, Refused, "https://mail.example.org/x: metadata must not be redirected"},
		"too long":      {func(w *world) { w.pacc(home, strings.Repeat(" ", maxBody)+wellRunPACC) }, Refused, "longer than 256 KiB"},
		"server failed": {func(w *world) { w.pages[page] = status(500) }, Failed, "status 500"},
	} {
		w := wellRun()
		test.change(w)
		r := w.find(t, "anna@example.org")
		a := ended(t, r, "user-agent-configuration.json")
		if a.Outcome != test.outcome || !strings.Contains(a.Result, test.result) {
			t.Errorf("%s: %+v", name, a)
		}
		if strings.Contains(r.Servers[wire.IMAP][0].Source, "PACC") {
			t.Errorf("%s: used all the same", name)
		}
	}
}

func status(code int) http.HandlerFunc {
	return func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(code) }
}

// Several digests may stand there while a document changes; order of the
// tags, spaces and unknown tags do not matter.
func TestDigests(t *testing.T) {
	w := wellRun()
	good := strings.TrimPrefix(digestRecord(wellRunPACC), "v=UAAC1; a=sha256; ")
	w.txt["_ua-auto-config.example.org"] = []string{digestRecord("old"), "x=1;a=SHA256 ; " + good + ";v=uaac1;"}
	if a := ended(t, w.find(t, "anna@example.org"), "user-agent-configuration.json"); a.Outcome != Answered {
		t.Errorf("%+v", a)
	}
}

// What a document may not name is left out: this computer, and no host.
func TestPACCHosts(t *testing.T) {
	d, err := parsePACC([]byte(`{"protocols":{"imap":{"host":"127.0.0.1"},"pop3":{"host":"mail.localhost"},"smtp":{"host":"Mail.Example.org."},"jmap":{"url":"http://x.example/"}}}`))
	if err != nil || d.imap != "" || d.pop3 != "" || d.jmap != "" || d.submit != "mail.example.org" || !d.old {
		t.Errorf("%+v %v", d, err)
	}
}
