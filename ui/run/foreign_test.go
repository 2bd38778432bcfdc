package run

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"mailknock/auth/vault"
	"mailknock/mail"
	"mailknock/mail/wire"
)

var (
	consentID     = regexp.MustCompile(`name="id" value="([^"]+)"`)
	consentAction = regexp.MustCompile(`action="([^"]+)"`)
)

// allowAs presses Allow on the sandbox's page as somebody.
func allowAs(account, page string) error {
	defer http.DefaultClient.CloseIdleConnections()
	answer, err := http.Get(page)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	id, action := consentID.FindSubmatch(body), consentAction.FindSubmatch(body)
	if id == nil || action == nil {
		return fmt.Errorf("this is no consent page: %s", body)
	}
	to, err := answer.Request.URL.Parse(string(action[1]))
	if err != nil {
		return err
	}
	done, err := http.PostForm(to.String(), url.Values{"id": {string(id[1])}, "account": {account}, "decision": {"allow"}})
	if err == nil {
		_ = done.Body.Close()
	}
	return err
}

// Somebody else's sign-in, which no server takes, never replaces a saved one.
func TestForeignSignInIsNotSavedOverAGoodOne(t *testing.T) {
	who := "anna@sandbox.test"
	dir := t.TempDir()
	openAs := func() *Services {
		s, err := Open(Options{Dir: dir, PassphraseWork: 10, OpenURL: func(page string) error { return allowAs(who, page) }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		if err := s.UseVault(t.Context(), vault.File, wire.NewSecret("a passphrase")); err != nil {
			t.Fatal(err)
		}
		return s
	}
	run := func(s *Services, a mail.Account, anew bool) mail.Outcome {
		o, _ := s.Run(t.Context(), Request{Account: a, NewSignIn: anew}, nil)
		return o
	}
	s := openAs()
	a := s.NewAccount("sandbox")
	if o := run(s, a, true); !o.OK() {
		t.Fatalf("%v", o.SignIn.Err)
	}
	a, err := s.SaveAccount(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	who = "bob@sandbox.test"
	if o := run(s, a, true); !o.SignIn.OK || o.OK() {
		t.Fatalf("bob: %v", o.SignIn.Err)
	}
	if s.SignInState(a).Mismatch == "" {
		t.Error("nothing warns of bob")
	}
	_ = s.Close()

	if o := run(openAs(), a, false); !o.OK() {
		t.Error("anna's sign-in is gone")
	}
}
