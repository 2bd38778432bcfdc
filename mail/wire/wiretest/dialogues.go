package wiretest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"mailknock/mail/sasl"
	"mailknock/mail/wire"
)

// Dialogues reads the scripts in testdata; their names are those of the files,
// without .txt.
func Dialogues(t testing.TB) map[string]Script {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no dialogue in testdata")
	}
	all := map[string]Script{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".txt")] = Parse(string(text))
	}
	return all
}

// Dialogues plays each dialogue of testdata: the steps end as it says, and
// the token stays out of the transcript.
func (c Client) Dialogues(t *testing.T) {
	// Of the initial response too: base64 of a part of the token.
	shown := []string{"a0AfH6SMBx", "YTBBZkg2U01C"}
	for name, s := range Dialogues(t) {
		t.Run(name, func(t *testing.T) {
			steps, transcript, _ := c.Play(t, s)
			if !slices.Equal(steps, s.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(steps, "\n"), strings.Join(s.want, "\n"))
			}
			for _, e := range transcript.Events() {
				if slices.ContainsFunc(shown, func(part string) bool { return strings.Contains(e.Text+e.Step.Detail, part) }) {
					t.Error("the token stands in the transcript: " + e.Text)
				}
			}
		})
	}
}

// Refusals plays dialogues that end with a refusal, and looks at the parts
// that a diagnosis reads. In the dialogue no-mechanism the server offers these
// mechanisms, and none that carries a token.
func (c Client) Refusals(t *testing.T, tests map[string]wire.Refusal, offered ...string) {
	t.Helper()
	all := Dialogues(t)
	for name, want := range tests {
		_, _, err := c.Play(t, all[name])
		var got *wire.Refusal
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%s: got %+v", name, err)
		}
	}
	_, _, err := c.Play(t, all["no-mechanism"])
	var missing *sasl.NotOffered
	if !errors.As(err, &missing) || !slices.Equal(missing.Offered, offered) {
		t.Errorf("no-mechanism: %v", err)
	}
}

// OtherProtocols greets as servers of other protocols do: the error quotes the
// greeting and says which protocol it is.
func (c Client) OtherProtocols(t *testing.T, greetings map[string]string) {
	t.Helper()
	for greeting, other := range greetings {
		_, err := c.Replay(NewTape(strings.NewReader(greeting+"\r\n")), 0, nil)
		var odd *wire.ProtocolError
		if !errors.As(err, &odd) || !strings.Contains(odd.What, other) || odd.Line != greeting {
			t.Errorf("%q: %v", greeting, err)
		}
	}
}
