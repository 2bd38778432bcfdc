package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

// write puts a file of the person's own into a folder of its own.
func write(t *testing.T, text string) (dir, file string) {
	t.Helper()
	dir = t.TempDir()
	file = filepath.Join(dir, FileName)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir, file
}

func get(t *testing.T, table *Table, id string) Provider {
	t.Helper()
	p, err := table.ByID(id)
	if err != nil {
		t.Fatalf("%v; problems: %v", err, table.Problems())
	}
	return p
}

func TestNoFileIsNoProblem(t *testing.T) {
	table := Load(t.TempDir())
	if len(table.Problems()) > 0 || len(table.All()) != len(All()) || table.Origin(Google, "auth_url") != OriginBuiltIn {
		t.Errorf("%v", table.Problems())
	}
}

// TestOrganisationHandsOneOut: a new provider, a changed one, a registration.
func TestOrganisationHandsOneOut(t *testing.T) {
	dir, file := write(t, "\ufeff"+`{
  "version": 1,
  "providers": [
    {
      "id": "acme", "name": "Acme", "domains": ["acme.example"],
      "issuer": "https://id.acme.example",
      "scopes": {"imap": ["mail"], "smtp": ["mail"]},
      "servers": {"imap": ["mail.acme.example:993/tls"], "smtp": ["mail.acme.example:587/starttls"]}
    },
    {
      "id": "microsoft", "tenant": "acme.example", "domains": ["acme.test"],
      "servers": {"smtp": ["smtp-hve.office365.com:587/starttls"]},
      "registration": {"steps": ["Ask the helpdesk."]}
    }
  ],
  "registrations": [
    {"provider": "microsoft", "client_id": "3f0c9d1e-6b1a-4c52-9a50-1c7f6a0c2a11", "tenant": "acme.example"},
    {"provider": "google", "client_id": "1-a.apps.googleusercontent.com", "client_secret_file": "google-secret.txt"}
  ]
}`)
	secret := filepath.Join(dir, "google-secret.txt")
	if err := os.WriteFile(secret, []byte("GOCSPX-x"), 0o600); err != nil {
		t.Fatal(err)
	}
	table := Load(dir)
	if len(table.Problems()) > 0 {
		t.Fatal(table.Problems())
	}
	acme := get(t, table, "acme")
	if !acme.OAuth() || !acme.ByIssuer || acme.Letter != "A" || acme.Secret != SecretOptional || acme.RedirectHost == "" || table.All()[0].ID != "acme" {
		t.Errorf("%+v", acme)
	}
	if got := strings.Join(acme.ScopesFor([]wire.Protocol{wire.IMAP}), " "); got != "mail offline_access openid email" {
		t.Errorf("asks for %s", got)
	}
	if p, ok := table.ByAddress("anna@acme.test"); !ok || p.ID != Microsoft {
		t.Error("the new domain leads nowhere")
	}
	m, before := get(t, table, Microsoft), get(t, BuiltIn(), Microsoft)
	if m.Tenant != "acme.example" || m.TokenURL != before.TokenURL || m.Registration.Steps[0] != "Ask the helpdesk." || m.Registration.Console != before.Registration.Console {
		t.Errorf("%+v", m)
	}
	if m.Servers[wire.SMTP][0].Host != "smtp-hve.office365.com" || m.Servers[wire.IMAP][0] != before.Servers[wire.IMAP][0] {
		t.Errorf("servers: %v", m.Servers)
	}
	if before.Servers[wire.SMTP][0].Host != "smtp.office365.com" || before.Domains[0] != "*.onmicrosoft.com" || len(before.Registration.Steps) < 2 {
		t.Error("the file wrote into the program's own table")
	}
	for _, f := range []struct{ id, field, want string }{
		{Microsoft, "tenant", file},
		{Microsoft, "servers.smtp", file},
		{Microsoft, "client_id", file},
		{"acme", "servers.imap", file},
		{Microsoft, "servers.imap", OriginBuiltIn},
		{Microsoft, "auth_url", OriginBuiltIn},
		{Google, "tenant", OriginBuiltIn},
		{"acme", "pkce", OriginBuiltIn},
	} {
		if got := table.Origin(f.id, f.field); got != f.want {
			t.Errorf("%s %s comes from %s", f.id, f.field, got)
		}
	}
	if brought := table.Brought()[Microsoft]; strings.Join(brought, " ") != "client_id domains id provider registration servers.smtp tenant" {
		t.Errorf("microsoft has %v of the file", brought)
	}
	g, ok := table.Registration(Google)
	if !ok || g.SecretFile != secret || g.Origin != file || g.ClientID != "1-a.apps.googleusercontent.com" {
		t.Errorf("%+v", g)
	}
	if _, ok := table.Registration("yahoo"); ok {
		t.Error("a registration from nowhere")
	}
	if notes := table.Notes(); len(notes) != 1 || !strings.Contains(notes[0].Text, "smtp-hve.office365.com") || notes[0].Line != 12 {
		t.Errorf("notes: %v", notes)
	}
}

// entries puts one provider's entry into a file; it begins in line 2.
func entries(entry string) string {
	return "{\"version\": 1, \"providers\": [\n" + entry + "\n]}"
}

func given(entry string) string {
	return "{\"version\": 1, \"registrations\": [\n" + entry + "\n]}"
}

// TestBadFileIsToldAndLeftOut: each fault gets its line and what to type, and
// the program's own table stays.
func TestBadFileIsToldAndLeftOut(t *testing.T) {
	const acme = `"id": "acme", "auth_url": "https://id.acme.example/a"`
	for name, c := range map[string]struct {
		text string
		line int
		want string
	}{
		"empty":               {"", 0, "write"},
		"no JSON":             {"hello", 1, "JSON breaks"},
		"comma too many":      {"{\"version\": 1,\n \"providers\": [],\n}", 3, "comma too many"},
		"cut off":             {"{\"version\": 1,\n\"providers\": [{\"id\":", 2, "too early"},
		"a list":              {"[]", 1, "braces"},
		"UTF-16":              {"\xff\xfe{\x00}\x00", 0, "UTF-8"},
		"too long":            {strings.Repeat(" ", 1<<20) + "{}", 0, "1 MB"},
		"other version":       {"{\n\"version\": 2}", 2, "\"version\": 1"},
		"unknown at the top":  {"{\"version\": 1,\n\"provider\": []}", 2, `type "providers"`},
		"no list":             {"{\"version\": 1,\n\"providers\": {}}", 2, "brackets"},
		"no object":           {entries(`"acme"`), 2, "braces"},
		"no id":               {entries(`{"name": "Acme"}`), 2, `"id" is missing`},
		"bad id":              {entries(`{"id": "Acme Inc"}`), 2, "small letters"},
		"twin":                {entries(`{"id": "google", "name": "G"},` + "\n" + `{"id": "google", "name": "H"}`), 3, "twice, first in line 2"},
		"own id":              {entries(`{"id": "sandbox", "name": "S"}`), 2, "another id"},
		"twin field":          {entries(`{"id": "google",` + "\n" + `"name": "A",` + "\n" + `"name": "B"}`), 4, "twice"},
		"misspelt":            {entries("{\"id\": \"google\",\n\"auth_uri\": \"https://x.example\"}"), 3, `type "auth_url"`},
		"capitals":            {entries("{\"id\": \"google\",\n\"Name\": \"G\"}"), 3, `type "name"`},
		"unheard of":          {entries("{\"id\": \"google\",\n\"colour\": \"red\"}"), 3, "use one of"},
		"null":                {entries("{\"id\": \"google\",\n\"name\": null}"), 3, "no value"},
		"number for text":     {entries("{\"id\": \"google\",\n\"name\": 5}"), 3, "text in quotes"},
		"text for list":       {entries("{\"id\": \"google\",\n\"domains\": \"x.example\"}"), 3, "list in brackets"},
		"text for object":     {entries("{\"id\": \"google\",\n\"servers\": \"x\"}"), 3, "object in braces"},
		"text for truth":      {entries("{\"id\": \"google\",\n\"iss_parameter\": \"yes\"}"), 3, "true or false"},
		"text for number":     {entries("{\"id\": \"google\",\n\"redirect_port\": \"80\"}"), 3, "a number"},
		"text inside":         {entries("{\"id\": \"google\",\n\"registration\": {\"steps\": \"x\"}}"), 3, "steps must be a list"},
		"unknown inside":      {entries("{\"id\": \"google\",\n\"registration\": {\"step\": []}}"), 3, `has no field "step"`},
		"http":                {entries("{" + acme + ",\n\"token_url\": \"http://id.acme.example/t\"}"), 3, "https://"},
		"no address":          {entries("{" + acme + ",\n\"token_url\": \"id.acme.example\"}"), 3, "https://"},
		"password in URL":     {entries("{" + acme + ",\n\"token_url\": \"https://a:b@id.acme.example/t\"}"), 3, "take that out"},
		"tenant as host":      {entries("{" + acme + ",\n\"token_url\": \"https://{tenant}/t\"}"), 3, "path only"},
		"tenant unnamed":      {entries("{" + acme + ",\n\"token_url\": \"https://id.acme.example/{tenant}/t\"}"), 3, `type "tenant"`},
		"no port":             {entries("{\"id\": \"google\",\n\"servers\": {\"imap\": [\"mail.acme.example\"]}}"), 3, "HOST:PORT"},
		"bad host":            {entries("{\"id\": \"google\",\n\"servers\": {\"imap\": [\"mail acme:993\"]}}"), 3, "host name"},
		"plain":               {entries("{\"id\": \"google\",\n\"servers\": {\"imap\": [\"mail.acme.example:143/plain\"]}}"), 3, "/starttls"},
		"no protocol":         {entries("{\"id\": \"google\",\n\"servers\": {\"pop\": [\"mail.acme.example:995\"]}}"), 3, "imap, pop3, smtp"},
		"bad domain":          {entries("{\"id\": \"google\",\n\"domains\": [\"@acme.example\"]}"), 3, "after the @"},
		"scopes in one":       {entries("{\"id\": \"google\",\n\"scopes\": {\"imap\": [\"a b\"]}}"), 3, "each scope"},
		"own parameter":       {entries("{\"id\": \"google\",\n\"auth_params\": {\"state\": \"x\"}}"), 3, "take it out"},
		"no rule":             {entries("{\"id\": \"google\",\n\"secret\": \"canary-secret\"}"), 3, "required, optional, none"},
		"bidi":                {entries("{\"id\": \"google\",\n\"name\": \"a\u202eb\"}"), 3, "nobody can see"},
		"nothing to sign in":  {entries(`{"id": "acme", "name": "Acme"}`), 2, `type "issuer"`},
		"half of the unit":    {entries("{\"id\": \"google\",\n\"token_url\": \"https://evil.example/t\"}"), 3, "belong together"},
		"revoke alone":        {entries("{\"id\": \"google\",\n\"revoke_url\": \"https://evil.example/r\"}"), 3, "belong together"},
		"issuer alone":        {entries("{\"id\": \"google\",\n\"issuer\": \"https://evil.example\"}"), 3, "belong together"},
		"issuer and URLs":     {entries("{\"id\": \"google\", \"name\": \"G\",\n\"by_issuer\": true}"), 2, "keep the one"},
		"secret in clear":     {given("{\"provider\": \"google\", \"client_id\": \"1-a.apps.googleusercontent.com\",\n\"client_secret\": \"canary-secret\"}"), 3, "client_secret_file"},
		"secret in provider":  {entries("{\"id\": \"google\",\n\"client_secret\": \"canary-secret\"}"), 3, "client_secret_file"},
		"secret as file name": {given("{\"provider\": \"google\", \"client_id\": \"1-a.apps.googleusercontent.com\",\n\"client_secret_file\": \"canary-secret\"}"), 3, "never the secret"},
		"unknown provider":    {given(`{"provider": "gogle", "client_id": "x"}`), 2, "choose one of"},
		"no client id":        {given(`{"provider": "google"}`), 2, `"client_id" is missing`},
		"bad client id":       {given("{\"provider\": \"microsoft\",\n\"client_id\": \"my app\"}"), 3, "space"},
		"needs none":          {given(`{"provider": "icloud", "client_id": "x"}`), 2, "take this one out"},
		"of no server":        {given(`{"provider": "custom", "client_id": "x"}`), 2, `"providers"`},
		"two registrations":   {given("{\"provider\": \"yahoo\", \"client_id\": \"x\"},\n{\"provider\": \"yahoo\", \"client_id\": \"y\"}"), 3, "keep one"},
	} {
		t.Run(name, func(t *testing.T) {
			dir, file := write(t, c.text)
			table := Load(dir)
			found := false
			for _, p := range table.Problems() {
				found = found || p.Line == c.line && strings.Contains(p.Text, c.want)
				if p.File != file || !strings.HasPrefix(p.String(), file) || strings.Contains(p.String(), "canary") || strings.ContainsAny(p.Text, "\n\u202e") {
					t.Errorf("%s", p)
				}
			}
			if !found {
				t.Errorf("want %q in line %d, got %v", c.want, c.line, table.Problems())
			}
			for _, p := range All() {
				q := get(t, table, p.ID)
				if q.TokenURL != p.TokenURL || q.RevokeURL != p.RevokeURL || q.Issuer != p.Issuer || q.Secret != p.Secret || q.RedirectPort != p.RedirectPort {
					t.Errorf("%s changed: %+v", p.ID, q)
				}
			}
			if _, err := table.ByID("acme"); err == nil {
				t.Error("a faulty entry is used")
			}
		})
	}
}

// TestFaultyEntryLeavesTheOthers: one bad entry does not take the good ones
// with it, and a registration for the program's own provider stays.
func TestFaultyEntryLeavesTheOthers(t *testing.T) {
	dir, _ := write(t, `{"providers": [{"id": "bad"}, {"id": "good", "issuer": "https://id.good.example"}], "registrations": [{"provider": "good", "client_id": "x"}]}`)
	table := Load(dir)
	get(t, table, "good")
	if _, ok := table.Registration("good"); !ok || len(table.Problems()) == 0 {
		t.Error(table.Problems())
	}
}

// TestNoFileButAFolder: what would block or cannot be read is told.
func TestNoFileButAFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, FileName), 0o700); err != nil {
		t.Fatal(err)
	}
	if table := Load(dir); len(table.Problems()) != 1 || len(table.All()) != len(All()) {
		t.Error(table.Problems())
	}
}
