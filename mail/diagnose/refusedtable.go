package diagnose

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mailknock/mail/diagnose/cause"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// refusedFile is what a refusal means that gives no reason, by whose server it
// is and by what was shown to it. The first row that fits counts.
//
//go:embed refused.json
var refusedFile []byte

// refusedRow is one row of the table. A field that is missing fits anything.
type refusedRow struct {
	// Provider names one or several, with spaces between.
	Provider string        `json:"provider"`
	Protocol wire.Protocol `json:"protocol"`
	// Sign is what was shown: "token", "app" for a token without a person,
	// "password", or "" when the text does not tell.
	Sign *string `json:"sign"`
	// Line is a pattern that a line must fit.
	Line string `json:"line"`
	line *regexp.Regexp
	// Words are terms of which the text must hold one.
	Words string `json:"words"`
	// Causes stand in the order of how often they turn out to be it.
	Causes []string `json:"causes"`
	// Top is the weight of the first, where it is more than the likeliest of
	// several.
	Top float64 `json:"top"`
	// Why says where the order comes from.
	Why string `json:"why"`
}

var refusedRows = readRefused(refusedFile)

func readRefused(data []byte) []refusedRow {
	var rows []refusedRow
	if err := json.Unmarshal(data, &rows); err != nil {
		panic(fmt.Sprintf("refused.json: %v", err))
	}
	for i, r := range rows {
		if r.Line != "" {
			rows[i].line = regexp.MustCompile(r.Line)
		}
		for _, id := range r.Causes {
			cause.Get(id)
		}
	}
	return rows
}

func (r *refusedRow) fits(s *scene, sign string) bool {
	return (r.Provider == "" || slices.Contains(strings.Fields(r.Provider), s.provider)) &&
		(r.Protocol == "" || r.Protocol == s.protocol) &&
		(r.Sign == nil || *r.Sign == sign || *r.Sign == "token" && sign == "app") &&
		(r.Words == "" || s.any(r.Words)) &&
		(r.line == nil || slices.ContainsFunc(s.lines, func(l text.Line) bool { return r.line.MatchString(l.Text) }))
}

// refusedWeights are those of the causes of a row, by their place.
var refusedWeights = [...]float64{0.54, 0.51, 0.49, 0.47, 0.42, 0.38}

// refusedFor emits the causes of a refusal without a reason. scale lowers them
// where the refusal itself is doubtful.
func (s *scene) refusedFor(sign string, i int, scale float64, found emit) {
	for n := range refusedRows {
		row := &refusedRows[n]
		if !row.fits(s, sign) {
			continue
		}
		causes := row.Causes
		if s.live { // what is ruled out leaves its place to the next
			causes = slices.DeleteFunc(slices.Clone(causes), func(id string) bool { return s.against[id] != "" })
		}
		for k, id := range causes[:min(len(causes), len(refusedWeights))] {
			w := refusedWeights[k]
			if k == 0 {
				w = max(w, row.Top)
			}
			found(id, w*scale, i)
		}
		return
	}
}

// sign is what the client showed to the server.
func (s *scene) sign() string {
	tried := s.tokenTried()
	switch {
	case s.password && !tried, s.speaksOfPassword() && !tried && !s.oauth:
		return "password"
	case s.appOnly:
		return "app"
	case s.oauth || tried:
		return "token"
	}
	return ""
}
