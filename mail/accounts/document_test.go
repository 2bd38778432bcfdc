package accounts

import (
	"bytes"
	"os"
	"reflect"
	"testing"
)

// FuzzDocument: what can be read can be written, is read back the same, and
// written again is the same text.
func FuzzDocument(f *testing.F) {
	golden, err := os.ReadFile("testdata/accounts-v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add([]byte(`{"version":1,"accounts":[{"id":"a","servers":{"imap":"x:1"},"x":[1e400]}],"registrations":[{}],"y":"\ud800"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, problems, err := decode(data)
		if err != nil {
			return
		}
		text, err := doc.encode()
		if err != nil {
			t.Fatalf("read, and cannot be written: %v", err)
		}
		again, problemsAgain, err := decode(text)
		if err != nil || !reflect.DeepEqual(doc.list(), again.list()) || len(problems) != len(problemsAgain) {
			t.Fatalf("not the same: %v\n%s", err, text)
		}
		if twice, err := again.encode(); err != nil || !bytes.Equal(text, twice) {
			t.Fatalf("not the same text: %v\n%s\n%s", err, text, twice)
		}
	})
}
