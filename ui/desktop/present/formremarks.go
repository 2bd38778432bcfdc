package present

import (
	"strings"

	"mailknock/auth"
	"mailknock/mail/provider"
)

// Note is a remark about a field, with how it stands: Passed, Warned, Failed,
// or Never where there is nothing to say.
type Note struct {
	Status Status
	Text   string
}

// RemarkNote is what the remarks say about a field, the wrong ones first.
func RemarkNote(remarks []provider.Remark, field string) Note {
	note := Note{}
	for _, r := range remarks {
		switch {
		case r.Field != field:
		case r.Severity == provider.Wrong:
			return Note{Failed, r.Text}
		case note.Text == "":
			note = Note{Warned, r.Text}
		}
	}
	return note
}

// ClientIDNote adds to the remarks that a client id of a known form looks
// right.
func ClientIDNote(p provider.Provider, remarks []provider.Remark, id string) Note {
	note := RemarkNote(remarks, "client_id")
	known := p.ID == provider.Google || strings.HasPrefix(p.ID, provider.Microsoft)
	if note.Text == "" && known && strings.TrimSpace(id) != "" {
		return Note{Passed, "looks right"}
	}
	return note
}

// TokenNote tells what an access token, or a refresh token, looks like. It
// never quotes it.
func TokenNote(token string) Note {
	token = strings.TrimSpace(token)
	switch {
	case token == "":
	case strings.ContainsAny(token, " \t\r\n"):
		return Note{Warned, "There is a space or a line break inside. Paste the token alone, without “Bearer”."}
	case len(token) < 20:
		return Note{Warned, "This is short for a token."}
	}
	return Note{}
}

// FindingNote is what a provider thinks of a registration.
func FindingNote(v auth.Verdict) Note {
	switch v.Finding {
	case auth.FoundGood:
		return Note{Passed, v.Proves}
	case auth.FoundBad:
		return Note{Failed, v.Proves}
	}
	return Note{Warned, v.Proves}
}
