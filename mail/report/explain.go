package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mailknock/mail/diagnose"
)

// ExplainJSON writes the document of explain --json and a line end.
func ExplainJSON(w io.Writer, r diagnose.Reading) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Version int         `json:"version"`
		Causes  []causePart `json:"causes"`
	}{1, causes(r.Causes)})
}

// Explain gives what was understood of a pasted text: the causes, and what was
// encoded in it.
func Explain(r diagnose.Reading) string {
	var b strings.Builder
	if len(r.Causes) == 0 {
		b.WriteString("Nothing in this text is a failure that Mailknock knows.\n")
	}
	writeCauses(&b, r.Causes)
	if len(r.Decoded) > 0 {
		b.WriteString("Decoded:\n")
	}
	for _, d := range r.Decoded {
		fmt.Fprintf(&b, "  line %d, %s: %s\n", d.Line, d.What, d.Text)
	}
	return b.String()
}
