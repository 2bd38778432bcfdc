package accounts

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/mail/wire"
)

// TestExportHoldsNoSecret, nor what is private to this machine (C12).
func TestExportHoldsNoSecret(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, fileName), strings.NewReplacer(
		`"zeta": "kept"`, `"zeta": "canary-unknown"`,
		`https://id.example.test/auth`, `https://user:canary-password@id.example.test/auth`,
	).Replace(readFile(t, "testdata/accounts-v1.json")))
	s := openStore(t, dir)
	var out bytes.Buffer
	if err := s.Export(&out); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"canary", "0f0e0d0c", "custom-1", "revision", `"last"`, "extra.pem", "theme", "consented", "colour", "hand-edited"} {
		if strings.Contains(out.String(), part) {
			t.Errorf("the export holds %s", part)
		}
	}
	for _, part := range []string{"anna@contoso.com", "outlook.office365.com:993/tls", "https://id.example.test/auth", `"client_id": "11111111`} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the export lacks %s:\n%s", part, out.String())
		}
	}
	var one bytes.Buffer
	if err := s.Export(&one, "custom-1"); err != nil || strings.Contains(one.String(), "contoso") || strings.Contains(one.String(), "microsoft") {
		t.Errorf("the export of one account holds others: %v\n%s", err, one.String())
	}
}

// TestImport: what was exported comes back under new ids, so that it never
// reaches what is saved for the old ones (A9).
func TestImport(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, fileName), readFile(t, "testdata/accounts-v1.json"))
	s := openStore(t, dir)
	s.Notices()
	var out bytes.Buffer
	if err := s.Export(&out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for round := range 2 {
		added, err := s.Import(strings.NewReader(text))
		if err != nil || len(added) != 2 {
			t.Fatalf("%d accounts, %v", len(added), err)
		}
		for _, a := range added {
			if a.ID == "" || a.ID == "custom-1" || a.CAFile != "" || a.Last != nil || !strings.HasSuffix(a.Name, fmt.Sprintf("(%d)", round+2)) {
				t.Errorf("imported %+v", a)
			}
			if get(t, s, a.Name).ID != a.ID {
				t.Errorf("%q is not found by its name", a.Name)
			}
		}
	}
	fresh := openStore(t, t.TempDir())
	if _, err := fresh.Import(strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	got, ok := fresh.Registration("microsoft")
	if !ok || got.ClientID != "11111111-2222-3333-4444-555555555555" || get(t, fresh, "Keycloak").TokenURL == "" {
		t.Errorf("registration %+v", got)
	}
}

// TestImportKeepsRegistrations: an import cannot put another client in the
// place of the person's own.
func TestImportKeepsRegistrations(t *testing.T) {
	s := openStore(t, t.TempDir())
	if err := s.SetRegistration(Registration{Provider: "google", ClientID: "mine"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Import(strings.NewReader(`{"version":1,"registrations":[{"provider":"google","client_id":"theirs"},{"provider":"custom","client_id":"new"}]}`)); err != nil {
		t.Fatal(err)
	}
	mine, _ := s.Registration("google")
	added, _ := s.Registration("custom")
	if mine.ClientID != "mine" || added.ClientID != "new" {
		t.Errorf("%+v %+v", mine, added)
	}
}

func TestImportDropsIDsAndRoots(t *testing.T) {
	s := openStore(t, t.TempDir())
	victim := save(t, s, account("anna@example.test"))
	added, err := s.Import(strings.NewReader(fmt.Sprintf(
		`{"version":1,"accounts":[{"id":%q,"revision":99,"provider":"google","user":"anna@example.test","ca_file":"//evil/roots.pem","key_file":"/home/anna/key.pem","servers":{"imap":"recorder.test:993/tls"}}]}`, victim.ID)))
	if err != nil || len(added) != 1 || added[0].ID == victim.ID || added[0].CAFile != "" || added[0].KeyFile != "" {
		t.Fatalf("%+v, %v", added, err)
	}
	if got := get(t, s, victim.ID); len(got.Servers) != 0 {
		t.Errorf("the saved account was changed: %+v", got)
	}
	b, err := ReadBundle(strings.NewReader(`{"version":1,"accounts":[{"provider":"custom","user":"a","servers":{"imap":"recorder.test:993/tls"},"auth_url":"https://a.test/x","token_url":"https://b.test/y"}]}`))
	if err != nil || len(b.Notes) != 2 || !strings.Contains(b.Notes[0], "recorder.test:993") || !strings.Contains(b.Notes[1], "a.test and b.test") {
		t.Errorf("notes %q, %v", b.Notes, err)
	}
}

// hostile are files that are refused, with what the sentence says (C12, A8).
var hostile = map[string]string{
	``:                              "not one that Mailknock exports",
	`[]`:                            "not one that Mailknock exports",
	`{"accounts":[]}`:               "no version",
	`{"version":2,"accounts":[]}`:   "newer Mailknock",
	`{"version":1,"secrets":[]}`:    `"secrets"`,
	`{"version":1,"accounts":[{}]}`: "no user",
	`{"version":1,"accounts":[{"provider":"google","user":"a","token_command":"rm"}]}`:                         `"token_command"`,
	`{"version":1,"accounts":[{"provider":"google","user":"a","USER":"b"}]}`:                                   `"USER"`,
	`{"version":1,"accounts":[{"provider":"../x","user":"a"}]}`:                                                "provider",
	`{"version":1,"accounts":[{"provider":"google","user":"a\u202eb"}]}`:                                       "cannot be seen",
	`{"version":1,"accounts":[{"provider":"google","user":"a\r\nRCPT TO:<b>"}]}`:                               "cannot be seen",
	`{"version":1,"accounts":[{"provider":"google","user":"a","token_url":"https://evil.test/token"}]}`:        "only an account of a server of your own",
	`{"version":1,"accounts":[{"provider":"google","user":"a","issuer":"https://evil.test"}]}`:                 "only an account of a server of your own",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","token_url":"https://evil.test/token"}]}`:        "one of auth_url and token_url",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","issuer":"http://evil.test"}]}`:                  "not https",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","issuer":"file:///etc/passwd"}]}`:                "issuer",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","issuer":"javascript:alert(1)"}]}`:               "not a web address",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","issuer":"https://u:p@evil.test"}]}`:             "user name",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","issuer":"https://evil.test/#x"}]}`:              "fragment",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","servers":{"imap":"evil.test:143/plain"}}]}`:     "not encrypted",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","servers":{"imap":"evil test:143"}}]}`:           "host name",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","servers":{"imap":"evil.test:0"}}]}`:             "port",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","servers":{"oauth":"evil.test:1/tls"}}]}`:        "not a protocol",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","protocols":["imap","imap"]}]}`:                  "twice",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","mechanism":"PLAIN"}]}`:                          "mechanism",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","redirect_host":"0.0.0.0"}]}`:                    "redirect host",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","redirect_port":70000}]}`:                        "port",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","redirect_path":"//evil.test/?a"}]}`:             "redirect path",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","scopes":["a b"]}]}`:                             "scope",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","fault":"slow"}]}`:                               "sandbox",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","tenant":"a/b"}]}`:                               "tenant",
	`{"version":1,"accounts":[{"provider":"custom","user":"a","method":"rm -rf"}]}`:                            "way to sign in",
	`{"version":1,"accounts":[{"provider":"custom","user":5}]}`:                                                "account 1",
	`{"version":1,"registrations":[{"provider":"google"}]}`:                                                    "client_id",
	`{"version":1,"registrations":[{"provider":"google","client_id":"x","client_secret":"canary"}]}`:           `"client_secret"`,
	`{"version":1,"accounts":[{"provider":"google","user":"good"},{"provider":"google","user":"b","x":true}]}`: "account 2",
}

func TestHostileImport(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	save(t, s, account("anna@example.test"))
	before := readFile(t, filepath.Join(dir, fileName))
	tests := map[string]string{
		strings.Repeat(" ", maxImport+1):                      "larger than 1 MB",
		strings.Repeat("[", maxImport):                        "not one that Mailknock exports",
		strings.Repeat(`{"a":`, 20_000):                       "not one that Mailknock exports",
		`{"version":1,"` + strings.Repeat("y", 5000) + `":1}`: "…",
	}
	for text, want := range hostile {
		tests[text] = want
	}
	for text, want := range tests {
		added, err := s.Import(strings.NewReader(text))
		var refused *ImportError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) || added != nil || len(err.Error()) > 400 {
			t.Errorf("%.200s\n  %v, want %q", text, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "\u202e")) {
			t.Errorf("the sentence repeats what was there: %v", err)
		}
	}
	if readFile(t, filepath.Join(dir, fileName)) != before || s.Pending() != 0 {
		t.Error("a refused import changed something")
	}
}

// FuzzImport: no panic, and what is accepted keeps the rules and can be
// exported and imported again.
func FuzzImport(f *testing.F) {
	for text := range hostile {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"version":1,"accounts":[{"provider":"custom","user":"a","servers":{"imap":"[::1]:143/plain"},"issuer":"http://localhost:8080/x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := ReadBundle(bytes.NewReader(data))
		if err != nil {
			return
		}
		s := openStore(t, t.TempDir())
		added, err := s.Add(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range added {
			if len(a.ID) != 32 || a.CAFile != "" || a.User == "" {
				t.Errorf("imported %+v", a)
			}
			for _, server := range a.Servers {
				if server.Security == wire.Plain && !wire.IsLoopback(server.Host) || wire.CheckHost(server.Host) != nil {
					t.Errorf("imported the server %s", server)
				}
			}
			checkImported(t, a)
		}
		var out bytes.Buffer
		if err := s.Export(&out); err != nil {
			t.Fatal(err)
		}
		if out.Len() > maxImport {
			return
		}
		again, err := ReadBundle(&out)
		if err != nil || len(again.Accounts) != len(added) {
			t.Fatalf("what was exported is refused: %v", err)
		}
	})
}

func checkImported(t *testing.T, a mail.Account) {
	t.Helper()
	for _, address := range []string{a.Issuer, a.AuthURL, a.TokenURL} {
		if address != "" && (a.Provider != provider.Custom && a.Provider != "stalwart" || !strings.HasPrefix(strings.ToLower(address), "http")) {
			t.Errorf("imported the endpoint %q", address)
		}
	}
}

// TestImportOfOneName: the work does not grow with the square of the accounts
// of one name, and no name is given twice.
func TestImportOfOneName(t *testing.T) {
	const many = 20_000
	taken := map[string]int{"n (3)": 1}
	names := map[string]bool{}
	for range many {
		names[strings.ToLower(freeName("N", taken))] = true
	}
	if len(names) != many || names["n (3)"] || !names["n"] || !names[fmt.Sprintf("n (%d)", many+1)] {
		t.Errorf("%d names", len(names))
	}
}
