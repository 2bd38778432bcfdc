package imap

import (
	"strings"
	"testing"
)

func TestWellFormed(t *testing.T) {
	for raw, want := range map[string]bool{
		`* 4 EXISTS`:          true,
		`* LIST () NIL INBOX`: true,
		`* LIST (\HasNoChildren \X) "/" "a \" b \\"`:     true,
		`* LIST () "/" Foo]&AOQ-[bar`:                    true,
		"* LIST () \"/\" {4}\r\na\"(b":                   true,
		"* LIST () \"/\" {2}\r\n()":                      true,
		`* STATUS INBOX (UNSEEN 0) `:                     true,
		`* ID NIL`:                                       true,
		`* NAMESPACE (("" "/")("#x/" ".")) NIL NIL`:      true,
		`* 1 FETCH (ENVELOPE (NIL ((NIL NIL "a" "b"))))`: true,
		`* LIST () "0`:                                   false,
		`* LIST () "\"`:                                  false,
		`* LIST (`:                                       false,
		`* LIST )`:                                       false,
		`* LIST ( A)`:                                    false,
		`* LIST (A  B)`:                                  false,
		`* CAPABILITY A(B C`:                             false,
		`* CAPABILITY A(B)`:                              false,
		`* LIST (A)B`:                                    false,
		`* LIST "a""b"`:                                  false,
		"* LIST {3}\r\na":                                false,
		"* LIST {1}\r\nab":                               false,
		"* LIST {x}\r\nab":                               false,
		"* LIST a\x00b":                                  false,
		"* LIST \"a\r\nb\"":                              false,
		"* X " + strings.Repeat("(", 21) + strings.Repeat(")", 21): false,
		"* X " + strings.Repeat("(", 20) + strings.Repeat(")", 20): true,
	} {
		if got := wellFormed([]byte(raw + "\r\n")); got != want {
			t.Errorf("%q: %t", raw, got)
		}
	}
}
