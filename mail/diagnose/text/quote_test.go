package text

import (
	"strings"
	"testing"
)

func TestQuotedAsAWhole(t *testing.T) {
	everything := func([]byte) bool { return true }
	for input, want := range map[string]Side{
		"> password for anna:\n> login failed\n> at line 3": Nobody,
		"> AUTH XOAUTH2 dXNlcg==\n< 535 5.7.8 no\n> QUIT":   Client,
	} {
		lines, err := Read(strings.NewReader(input), everything)
		if err != nil || len(lines) != 3 || lines[0].Side != want || strings.HasPrefix(lines[0].Text, ">") {
			t.Errorf("%q: %+v, %v", input, lines, err)
		}
	}
}
