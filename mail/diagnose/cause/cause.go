// Package cause is the table of causes: what each is called, who acts, what
// they do. It is data; what speaks for a cause is in the rules.
package cause

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mailknock/assets"
)

// Unknown is the id of the cause that is given when nothing fits.
const Unknown = "unknown"

// Cause is one row of the table.
type Cause struct {
	// ID never changes: other programs rely on it.
	ID string `json:"id"`
	// Who are those who may have to act, the usual one first: you, app, admin,
	// server, wait or none.
	Who   []string `json:"who"`
	Title string   `json:"title"`
	// Explanation says in a few sentences what is wrong and why it happens.
	Explanation string `json:"explanation"`
	// Advice are the steps, with {placeholders}. A step whose placeholder has no
	// value is told with the placeholder's name in capitals, unless it begins
	// with "?": then it is left out. One with labels in front, "Google: …", is
	// left out elsewhere.
	Advice []string `json:"advice"`
	// Tells are what would tell the cause from its rivals.
	Tells []string `json:"tells"`
	// Rivals are causes that it is easily taken for, the likeliest first.
	Rivals []string `json:"rivals,omitempty"`
	// Sources are pages that document it.
	Sources []string `json:"sources"`
	// Hides are causes, or families like "net.*", that only look like one
	// because of this one.
	Hides []string `json:"hides,omitempty"`
}

// Values fill placeholders: "user" for {user}.
type Values map[string]string

var table, order = load(assets.Causes)

func load(data []byte) (map[string]Cause, []string) {
	var file struct {
		Version int     `json:"version"`
		Causes  []Cause `json:"causes"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		panic(fmt.Sprintf("causes.json: %v", err))
	}
	byID := map[string]Cause{}
	var ids []string
	for _, c := range file.Causes {
		if _, twice := byID[c.ID]; twice {
			panic(fmt.Sprintf("causes.json: %s stands twice", c.ID))
		}
		if len(c.Who) == 0 || c.Title == "" {
			panic(fmt.Sprintf("causes.json: %s lacks who acts, or a title", c.ID))
		}
		byID[c.ID] = c
		ids = append(ids, c.ID)
	}
	return byID, ids
}

// All gives every id, in the table's order.
func All() []string { return slices.Clone(order) }

// Get gives a cause. It panics on an id that is not in the table: rules and
// table come with the same program.
func Get(id string) Cause {
	c, ok := table[id]
	if !ok {
		panic("no cause is called " + id)
	}
	return c
}

// Known tells whether an id is in the table.
func Known(id string) bool { _, ok := table[id]; return ok }

var placeholder = regexp.MustCompile(`\{([a-z_]+)\}`)

// Steps gives the advice with its placeholders filled in. Where a value is not
// known, the sentence that has it is left out of a step that has others; in a
// command its name stands in capitals, elsewhere what it is.
func (c Cause) Steps(v Values) []string {
	var steps []string
	for _, step := range c.Advice {
		step, optional := strings.CutPrefix(step, "?")
		if !v.fit(step) {
			continue
		}
		filled, missing := v.fill(step)
		switch {
		case missing && optional:
			continue
		case missing && !command.MatchString(step):
			filled = v.sentences(step)
		}
		steps = append(steps, filled)
	}
	return steps
}

// command is a step with something in it that is typed as it stands.
var command = regexp.MustCompile(`[A-Z][a-z]+-[A-Z]\w+ -\w|://\S*\{`)

// meanings stand where a value is not known.
var meanings = map[string]string{
	"user": "the mailbox's address", "from": "the sender's address", "client_id": "your app", "tenant": "of the mailbox", "redirect_uri": "the one that your program sends",
	"token_user": "whoever signed in", "app_id": "the app's id", "object_id": "the object id of the enterprise application", "audience": "another service",
	"scopes": "the scopes that the protocol needs", "protocol": "the protocol", "skew": "some time", "host": "the server's name", "trustee": "whoever signed in", "wait": "a while", "step": "that failed", "issuer": "who signed the certificate", "names": "they stand in the message",
}

// fill puts the values into a text; missing tells that one is not known, which
// then stands in capitals.
func (v Values) fill(text string) (filled string, missing bool) {
	filled = placeholder.ReplaceAllStringFunc(text, func(m string) string {
		name := m[1 : len(m)-1]
		if value := v[name]; value != "" {
			return value
		}
		missing = true
		return strings.ToUpper(name)
	})
	return filled, missing
}

// sentences leaves those out whose value is not known, where others stay.
func (v Values) sentences(step string) string {
	var whole []string
	for _, s := range strings.SplitAfter(step, ". ") {
		if filled, missing := v.fill(s); !missing {
			whole = append(whole, filled)
		}
	}
	if len(whole) > 0 {
		return strings.TrimSpace(strings.Join(whole, ""))
	}
	return placeholder.ReplaceAllStringFunc(step, func(m string) string {
		name := m[1 : len(m)-1]
		if value := v[name]; value != "" {
			return value
		}
		if meaning := meanings[name]; meaning != "" {
			return meaning
		}
		return strings.ToUpper(name)
	})
}
