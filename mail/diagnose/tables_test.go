package diagnose

import (
	"strings"
	"testing"
)

// A table that is wrong stops the program at its start, and says where.
func TestWordTable(t *testing.T) {
	rules, err := parseWords("# what\n\nnet.dns 0.9\n  says:  no such host | nx_\n         | enotfound\n  with:  lookup\n  but:   ok\n  at:    !google\n  on:    mail\n  when:  oauth\n")
	if err != nil || len(rules) != 1 || strings.Join(rules[0].says, ",") != " no such host, nx , enotfound" || len(rules[0].on) != 4 || len(rules[0].notAt) != 1 || len(rules[0].when) != 1 {
		t.Errorf("%+v, %v", rules, err)
	}
	for _, bad := range []string{
		"net.nothing 0.9\n  says: x",
		"net.dns much\n  says: x",
		"  says: x",
		"net.dns 0.9\n  sais: x",
		"net.dns 0.9\n  says: x\n  when: raining",
		"net.dns 0.9\n says: x",
	} {
		if _, err := parseWords(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestNumberTable(t *testing.T) {
	for _, bad := range []string{
		`{`,
		`{"numbers":[{"cause":"oauth.nothing","of":[1]}]}`,
		`{"numbers":[{"cause":"net.dns","of":[1,1]}]}`,
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", bad)
				}
			}()
			readAadsts([]byte(bad))
		}()
	}
	for number, want := range map[int]string{530999: "oauth.conditional_access", 280001: "oauth.scope_invalid", 650099: "oauth.consent_required", 12345678: "oauth.password_grant_rejected", 3: "oauth.app_misconfigured"} {
		if got := aadsts.family(number); got != want {
			t.Errorf("%d: got %s, want %s", number, got, want)
		}
	}
}
