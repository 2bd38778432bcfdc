package discover

import (
	"path"
	"strings"
	"testing"
)

func TestMXTable(t *testing.T) {
	for _, r := range mxRules() {
		if r.Name == "" || r.Source == "" || len(r.Match) == 0 || r.Filter != (r.Provider == "") {
			t.Errorf("a name, source or pattern is missing, or it is both filter and provider: %+v", r)
		}
		for _, pattern := range r.Match {
			if _, err := path.Match(pattern, "x"); err != nil || pattern != strings.ToLower(pattern) || site(strings.ReplaceAll(pattern, "*", "x")) == "" {
				t.Errorf("%q is no pattern", pattern)
			}
		}
	}
}

func TestRuleFor(t *testing.T) {
	for host, want := range map[string]string{
		"aspmx.l.google.com": "google", "alt4.aspmx.l.google.com": "google", "aspmx2.googlemail.com": "google", "smtp.google.com": "google",
		"contoso-com.mail.protection.outlook.com": "microsoft", "contoso-com.o-v1.mx.microsoft": "microsoft",
		"outlook-com.olc.protection.outlook.com": "microsoft-personal", "x.mail.protection.office365.us": "microsoft-gcc-high",
		"x.mail.protection.partner.outlook.cn": "microsoft-china", "mta5.am0.yahoodns.net": "yahoo", "mx-aol.mail.gm0.yahoodns.net": "aol",
		"in1-smtp.messagingengine.com": "fastmail", "mx2.zoho.eu": "zoho", "mx.yandex.net": "yandex", "emx.mail.ru": "mail.ru",
		"mx1.seznam.cz": "seznam", "mx01.mail.icloud.com": "icloud", "mailsec.protonmail.ch": "proton",
		// Not the mailbox's: a shop's web hosting, look-alikes, a filter.
		"mx-biz.mail.am0.yahoodns.net": "", "aspmx.l.google.com.evil.example": "", "mail.protection.outlook.com.evil.example": "",
		"notmessagingengine.com": "", "mx.zoho.evil": "", "mxa-001.pphosted.com": "",
	} {
		if r, _ := ruleFor(host); r.Provider != want {
			t.Errorf("%s: %q, want %q", host, r.Provider, want)
		}
	}
}

// A filter in front tells nothing of the mailbox, and a null MX says that
// there is none.
func TestMXTellsNothing(t *testing.T) {
	w := newWorld()
	w.mx["shop.example"] = []string{"mxa-001.pphosted.com"}
	w.mx["silent.example"] = []string{""}
	r := w.find(t, "anna@shop.example")
	if a := ended(t, r, "MX of"); r.Provider.Value != "custom" || !strings.Contains(a.Result, "Proofpoint, which filters mail for others") {
		t.Errorf("%+v %+v", r.Provider, a)
	}
	if a := ended(t, w.find(t, "anna@silent.example"), "MX of"); !strings.Contains(a.Result, "takes no mail at all") {
		t.Errorf("%+v", a)
	}
}

// Whom the table of providers does not hold is named all the same, and the
// person learns that there is no OAuth.
func TestProviderWithoutPreset(t *testing.T) {
	w := newWorld()
	w.mx["shop.example"] = []string{"mail.protonmail.ch"}
	r := w.find(t, "anna@shop.example")
	if r.Name.Value != "Proton Mail" || len(r.Notes) == 0 || !strings.Contains(r.Notes[0], "Bridge") {
		t.Errorf("%+v %v", r.Name, r.Notes)
	}
}
