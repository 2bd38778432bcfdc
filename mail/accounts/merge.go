package accounts

import (
	"bytes"
	"encoding/json"
	"slices"

	"mailknock/mail"
	"mailknock/mail/wire"
)

// merge joins two changes of one account, field by field: what only one side
// changed since base is taken from that side. What both changed is taken from
// mine, and its field is among the conflicts; of two results of a check the
// later one is taken.
func merge(base, mine, theirs mail.Account) (merged mail.Account, conflicts []string) {
	b, m, t := apart(base), apart(mine), apart(theirs)
	out, bothChecked := fields{}, false
	for _, name := range namesOf[mail.Account]() {
		value := m[name]
		switch {
		case bytes.Equal(m[name], b[name]):
			value = t[name]
		case bytes.Equal(t[name], b[name]), bytes.Equal(t[name], m[name]):
		case name == "revision":
		case name == "last":
			bothChecked = true
		default:
			conflicts = append(conflicts, name)
		}
		if value != nil {
			out[name] = value
		}
	}
	text, err := json.Marshal(out)
	if err == nil {
		err = json.Unmarshal(text, &merged)
	}
	if err != nil {
		// Every value came out of an account that was read.
		return copyOf(mine), conflicts
	}
	if bothChecked {
		merged.Last = later(mine.Last, theirs.Last)
	}
	merged.ID = mine.ID
	merged.Revision = max(mine.Revision, theirs.Revision)
	slices.Sort(conflicts)
	return merged, conflicts
}

// differing names the fields in which two accounts differ.
func differing(a, b mail.Account) (names []string) {
	x, y := apart(a), apart(b)
	for _, name := range namesOf[mail.Account]() {
		if name != "revision" && name != "last" && !bytes.Equal(x[name], y[name]) {
			names = append(names, name)
		}
	}
	return names
}

// apart gives the fields of an account as text that can be compared.
func apart(a mail.Account) fields {
	text, err := encodeJSON(a)
	if err != nil {
		return nil
	}
	var out fields
	if json.Unmarshal(text, &out) != nil {
		return nil
	}
	return out
}

// later gives of each protocol the later result.
func later(a, b map[wire.Protocol]mail.LastResult) map[wire.Protocol]mail.LastResult {
	if len(a)+len(b) == 0 {
		return nil
	}
	out := map[wire.Protocol]mail.LastResult{}
	for _, m := range []map[wire.Protocol]mail.LastResult{b, a} {
		for p, r := range m {
			if old, ok := out[p]; !ok || !r.Time.Before(old.Time) {
				out[p] = r
			}
		}
	}
	return out
}
