package diagnose

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mailknock/mail/diagnose/cause"
)

// aadstsFile is what Microsoft's numbers mean, by
// https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
// and by the texts that the service writes behind each.
//
//go:embed aadsts.json
var aadstsFile []byte

// aadstsTable is the file. The rules that read it add what the words beside a
// number say.
type aadstsTable struct {
	// Numbers are rows of numbers that mean the same; Or are the causes that
	// the number leaves room for, the likeliest first.
	Numbers []struct {
		Cause string   `json:"cause"`
		Or    []string `json:"or"`
		Of    []int    `json:"of"`
	} `json:"numbers"`
	// Vague numbers only say that something is wrong, the first the least; another
	// one beside them says what.
	Vague []int `json:"vague"`
	// Silent numbers belong to a sign-in that is going well.
	Silent []int `json:"silent"`
	// Families tell what an unknown number is probably about, by how it begins
	// and how long it is; the first that fits counts.
	Families []struct {
		Begins string `json:"begins"`
		Digits int    `json:"digits"`
		Cause  string `json:"cause"`
	} `json:"families"`
}

// meaning is what one number says.
type meaning struct {
	cause string
	or    []string
}

var aadsts, aadstsMeaning = readAadsts(aadstsFile)

func readAadsts(data []byte) (aadstsTable, map[int]meaning) {
	var table aadstsTable
	if err := json.Unmarshal(data, &table); err != nil {
		panic(fmt.Sprintf("aadsts.json: %v", err))
	}
	meanings := map[int]meaning{}
	for _, row := range table.Numbers {
		for _, id := range append([]string{row.Cause}, row.Or...) {
			cause.Get(id) // panics on a name that is not in the table of causes
		}
		for _, n := range row.Of {
			if _, twice := meanings[n]; twice {
				panic(fmt.Sprintf("aadsts.json: %d stands twice", n))
			}
			meanings[n] = meaning{row.Cause, row.Or}
		}
	}
	return table, meanings
}

// vaguer tells whether a number says nothing beside one of the others.
func (t *aadstsTable) vaguer(n int, others []int) bool {
	at := slices.Index(t.Vague, n)
	return at >= 0 && slices.ContainsFunc(others, func(other int) bool {
		k := slices.Index(t.Vague, other)
		return k < 0 || k > at
	})
}

// known tells whether the table has a number.
func (t *aadstsTable) known(n int) bool {
	_, means := aadstsMeaning[n]
	return means || t.silent(n) || slices.Contains(t.Vague, n)
}

// silent tells whether a number is no failure.
func (t *aadstsTable) silent(n int) bool { return slices.Contains(t.Silent, n) }

// family guesses what a number means that is not in the table.
func (t *aadstsTable) family(n int) string {
	digits := strconv.Itoa(n)
	for _, f := range t.Families {
		if strings.HasPrefix(digits, f.Begins) && (f.Digits == 0 || f.Digits == len(digits)) {
			return f.Cause
		}
	}
	return cause.Unknown
}
