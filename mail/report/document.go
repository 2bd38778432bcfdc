// Package report is what leaves the program: the JSON document that other
// programs read, and the text that people paste into a ticket. Both are drawn
// from the outcome and the transcript, which are masked already.
package report

import (
	"encoding/json"
	"io"
	"math"
	"time"

	"mailknock/auth/token"
	"mailknock/mail"
	"mailknock/mail/wire"
)

// The shape of the document of check --json. Its names are a contract with
// other programs.
type (
	document struct {
		Version int         `json:"version"`
		OK      bool        `json:"ok"`
		Started string      `json:"started"`
		MS      float64     `json:"ms"`
		Account accountPart `json:"account"`
		SignIn  signInPart  `json:"sign_in"`
		Checks  []checkPart `json:"checks"`
	}
	accountPart struct {
		Provider string `json:"provider"`
		User     string `json:"user"`
	}
	signInPart struct {
		OK     bool        `json:"ok"`
		Method string      `json:"method"`
		MS     float64     `json:"ms"`
		Token  *tokenPart  `json:"token,omitempty"`
		Causes []causePart `json:"causes"`
	}
	tokenPart struct {
		Kind     string   `json:"kind"`
		Audience []string `json:"audience"`
		Scopes   []string `json:"scopes"`
		User     string   `json:"user"`
		Expires  string   `json:"expires,omitempty"`
	}
	checkPart struct {
		Protocol   string      `json:"protocol"`
		Server     string      `json:"server"`
		Security   string      `json:"security"`
		Mechanism  string      `json:"mechanism"`
		OK         bool        `json:"ok"`
		MS         float64     `json:"ms"`
		QueueID    string      `json:"queue_id,omitempty"`
		Steps      []stepPart  `json:"steps"`
		Causes     []causePart `json:"causes"`
		Transcript []linePart  `json:"transcript"`
	}
	stepPart struct {
		Name   string  `json:"name"`
		OK     bool    `json:"ok"`
		MS     float64 `json:"ms"`
		Detail string  `json:"detail"`
	}
	causePart struct {
		ID         string   `json:"id"`
		Confidence string   `json:"confidence"`
		Title      string   `json:"title"`
		Who        string   `json:"who"`
		Evidence   []string `json:"evidence"`
		Advice     []string `json:"advice"`
	}
	linePart struct {
		MS        float64 `json:"ms"`
		Direction string  `json:"direction"`
		Text      string  `json:"text"`
	}
)

// JSON writes the document of check --json and a line end.
func JSON(w io.Writer, o mail.Outcome, t *wire.Transcript) error {
	d := document{
		Version: 1,
		OK:      o.OK(),
		Started: o.Started.Format(time.RFC3339),
		MS:      ms(o.Duration),
		Account: accountPart{Provider: shown(o.Account.Provider), User: shown(o.Account.User)},
		SignIn: signInPart{
			OK:     o.SignIn.OK,
			Method: string(o.SignIn.Method),
			MS:     ms(o.SignIn.Duration),
			Causes: causes(o.SignIn.Causes),
		},
		Checks: []checkPart{},
	}
	if o.SignIn.OK {
		d.SignIn.Token = tokenFacts(o.SignIn.Token)
	}
	for _, c := range o.Checks {
		d.Checks = append(d.Checks, check(c, t))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(d)
}

func tokenFacts(i token.Info) *tokenPart {
	part := &tokenPart{Kind: i.Kind, Audience: visible(i.Audience), Scopes: visible(i.Scopes), User: shown(i.User)}
	if !i.Expires.IsZero() {
		part.Expires = i.Expires.UTC().Format(time.RFC3339)
	}
	return part
}

func check(r mail.Result, t *wire.Transcript) checkPart {
	part := checkPart{
		Protocol:   string(r.Protocol),
		Server:     shown(r.Server.Address()),
		Security:   string(r.Server.Security),
		Mechanism:  string(r.Mechanism),
		OK:         r.OK,
		MS:         ms(r.Duration),
		QueueID:    shown(r.Receipt.QueueID),
		Steps:      []stepPart{},
		Causes:     causes(r.Causes),
		Transcript: []linePart{},
	}
	for _, s := range r.Steps {
		part.Steps = append(part.Steps, stepPart{Name: string(s.Name), OK: s.OK, MS: ms(s.Duration), Detail: s.Detail})
	}
	for _, e := range t.Events(r.Protocol) {
		if e.Kind == wire.Said {
			part.Transcript = append(part.Transcript, linePart{MS: ms(e.At), Direction: string(e.Direction), Text: e.Text})
		}
	}
	return part
}

func causes(list []mail.Cause) []causePart {
	parts := []causePart{}
	for _, c := range list {
		parts = append(parts, causePart{
			ID: c.ID, Confidence: string(c.Confidence), Title: c.Title, Who: c.Who,
			Evidence: nonNil(c.Evidence), Advice: nonNil(c.Advice),
		})
	}
	return parts
}

func visible(list []string) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, shown(s))
	}
	return out
}

func shown(text string) string { return wire.Visible([]byte(text)) }

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// ms gives milliseconds with one decimal.
func ms(d time.Duration) float64 {
	return math.Round(float64(d)/float64(100*time.Microsecond)) / 10
}
