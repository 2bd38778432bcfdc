package present

import (
	"time"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/run"
)

// Mark is a status with the word beside it: "✓ IMAP".
type Mark struct {
	Status Status
	Word   string
}

// AccountMarks is the line below an account's name in the list.
func AccountMarks(s *Session) []Mark {
	switch {
	case s.Awaits():
		return []Mark{{Running, "signing in"}}
	case s.Phase == Working && !s.Checking:
		return []Mark{{Running, "signing in"}}
	case s.Phase == Working:
		return []Mark{{Running, "checking"}}
	}
	var marks []Mark
	for _, p := range s.Account.Protocols {
		last, ok := s.Account.Last[p]
		switch {
		case !ok:
		case last.OK:
			marks = append(marks, Mark{Passed, ProtocolName(p)})
		default:
			marks = append(marks, Mark{Failed, ProtocolName(p)})
		}
	}
	if len(marks) > 0 {
		return marks
	}
	if s.Account.Provider == provider.Sandbox {
		return []Mark{{Skipped, "built in, no registration"}}
	}
	return []Mark{{Never, "never checked"}}
}

// Header is what stands above an account.
type Header struct {
	Letter, Title, Sub string
	// Warning is shown in its colour; empty: nothing.
	Warning string
}

// NewHeader puts an account in words. now decides whether the token is over.
func NewHeader(s *Session, now time.Time) Header {
	h := Header{Letter: s.Provider.Letter, Title: s.Account.User, Warning: s.SignIn.Mismatch}
	if h.Title == "" {
		h.Title = s.Account.Label()
	}
	h.Sub = s.Provider.Name
	add := func(text string) { h.Sub += " · " + text }
	if s.Fault != "" {
		add("plays: " + s.Fault)
	}
	if s.Saving != "" {
		h.Sub = s.Saving
		return h
	}
	if s.Phase == Working {
		if s.Checking {
			add("checking " + ProtocolNames(s.Account.Protocols))
		} else {
			add("getting a token")
		}
		return h
	}
	in := s.SignIn
	if in == (run.SignInState{}) {
		add("not signed in yet")
		return h
	}
	if in.As != "" {
		add("signed in as " + in.As)
	} else if !in.Until.IsZero() {
		add("signed in")
	}
	switch {
	case in.Until.IsZero():
	case now.After(in.Until):
		add("token ended " + clock(in.Until, now))
	default:
		add("token until " + clock(in.Until, now))
	}
	switch {
	case in.RefreshToken && in.Where != "":
		add("refresh token " + in.Where)
	case !in.RefreshToken && !in.Until.IsZero():
		add("no refresh token")
	}
	return h
}

func clock(t, now time.Time) string {
	if t.Sub(now).Abs() > 20*time.Hour {
		return t.Local().Format("2 Jan 15:04")
	}
	return t.Local().Format("15:04")
}

// SignInLabel is the label of the button that signs in.
func SignInLabel(p provider.Provider, a mail.Account) string {
	switch {
	case a.Method == mail.GivenToken, a.Method == mail.GivenRefresh:
		return "Check with this token"
	case a.Method == mail.ClientCredentials:
		return "Check as the app"
	case a.Method == mail.ServiceAccount:
		return "Check as the service account"
	case p.ID == provider.Custom, p.ID == "":
		return "Sign in"
	case p.ID == provider.Sandbox:
		return "Sign in at the sandbox"
	}
	return "Sign in with " + p.Name
}
