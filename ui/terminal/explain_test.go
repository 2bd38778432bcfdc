package terminal

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func explainText(t *testing.T, input string, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	terminal := &Terminal{In: strings.NewReader(input), Out: &out, Err: &err, Getenv: func(string) string { return "" }}
	code := terminal.Run(t.Context(), append([]string{"explain"}, args...))
	return result{code, out.String(), err.String()}
}

type explanation struct {
	Version int
	Causes  []struct {
		ID, Confidence, Title, Who string
		Evidence, Advice           []string
	}
}

func parse(t *testing.T, r result) explanation {
	t.Helper()
	var e explanation
	if err := json.Unmarshal([]byte(r.out), &e); err != nil || e.Version != 1 || e.Causes == nil {
		t.Fatalf("%v in %q", err, r.out)
	}
	return e
}

const disabled = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."

func TestExplain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(file, []byte(disabled), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]result{
		"standard input": explainText(t, disabled, "--json", "--provider", "microsoft", "--protocol", "smtp"),
		"a dash":         explainText(t, disabled, "--json", "-"),
		"a file":         explainText(t, "", "--json", file),
	} {
		e := parse(t, r)
		if r.code != ExitOK || len(e.Causes) == 0 || e.Causes[0].ID != "account.smtp_auth_disabled" || e.Causes[0].Who != "admin" || e.Causes[0].Confidence != "certain" {
			t.Errorf("%s: code %d, %s%s", name, r.code, r.out, r.err)
		}
	}
	if r := explainText(t, disabled); r.code != ExitOK || !strings.Contains(r.out, "Set-CASMailbox") {
		t.Errorf("code %d, %s", r.code, r.out)
	}
}

func TestExplainNothing(t *testing.T) {
	for _, text := range []string{"", "\n\n", "a1 OK LOGIN completed\n", "The quick brown fox jumps over the lazy dog."} {
		r := explainText(t, text, "--json")
		if e := parse(t, r); r.code != ExitFailed || len(e.Causes) != 0 {
			t.Errorf("%q: code %d, %s", text, r.code, r.out)
		}
	}
	if r := explainText(t, "hello"); r.code != ExitFailed || r.out == "" {
		t.Errorf("code %d, %q", r.code, r.out)
	}
}

func TestExplainUnreadable(t *testing.T) {
	for _, args := range [][]string{{"/nonexistent/log"}, {t.TempDir()}, {"--protocol", "http"}} {
		if r := explainText(t, disabled, append(args, "--json")...); r.code != ExitUsage || r.out != "" || r.err == "" {
			t.Errorf("%v: code %d, %q, %q", args, r.code, r.out, r.err)
		}
	}
}

func TestExplainMasks(t *testing.T) {
	const password, token = "Zq7RkT3vWn8LpX2m", "Pw2NxV8kMz4TjB7hRy6LqC3dFs9gKa5eHn5JtY9wXr3KvM8bQz6PfL2c"
	text := "C: A1 LOGIN anna@gmail.com " + password + "\nS: A1 NO [ALERT] Application-specific password required\n" +
		"C: AUTHENTICATE XOAUTH2 user=anna@gmail.com^Aauth=Bearer " + token + "^A^A\nS: A2 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\n" +
		"C: A3 LOGIN anna@gmail.com " + password + " login failed\n"
	for _, args := range [][]string{{"--json"}, nil} {
		r := explainText(t, text, args...)
		for _, secret := range []string{password, token} {
			for i := 0; i+9 <= len(secret); i++ {
				if strings.Contains(r.out+r.err, secret[i:i+9]) {
					t.Fatalf("%q is in %s", secret[i:i+9], r.out)
				}
			}
		}
		if r.code != ExitOK {
			t.Errorf("code %d, %s", r.code, r.out)
		}
	}
}
