package desktop

import (
	"context"
	"errors"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/present"
)

// lasting refreshes the sign-in of the account that is shown, and tells what
// will end it. What is said to the provider goes below the last run's log.
func (h *shell) lasting() {
	s, ok := h.usable()
	if !ok {
		return
	}
	var said inbox
	var p *auth.Probe
	var err error
	began := h.now()
	h.wait("Will it still work next week?", "Mailknock refreshes the sign-in of "+s.Account.Label()+" now, to see whether that works.",
		func(ctx context.Context) { p, err = h.services.Probe(ctx, request(s), said.put) },
		func(left bool) {
			h.probed(s, p, said.take(), began)
			switch {
			case left:
			case wantsKeyPassword(err):
				h.askKeyPassword(s, err, h.lasting)
			case p == nil:
				h.notLasting(err)
			default:
				h.show(modal.Lasting(h.window.Canvas(), present.NewLasting(p, err, h.now()), h.open))
			}
		})
}

// notLasting tells why there is no answer, or that it is no.
func (h *shell) notLasting(err error) {
	var refusal *auth.TokenError
	if errors.As(err, &refusal) && refusal.SignInAgain() {
		h.tell("No: the sign-in has ended", err.Error(), "Sign in again. That brings a new refresh token.")
		return
	}
	h.tell("There is no answer", err.Error())
}

// probed shows what a probe left.
func (h *shell) probed(s *present.Session, p *auth.Probe, events []wire.Event, began time.Time) {
	s.SignIn = h.services.SignInState(s.Account)
	if p != nil {
		info := token.Inspect(p.Token.Access.Reveal())
		if info.Kind == token.Opaque {
			// It tells nothing by itself: what was asked about the one before
			// still holds, but for its end.
			info = s.TokenInfo
			info.Expires = p.Token.Expires
		}
		s.TokenInfo = info
	}
	if len(events) > 0 && !s.Running() {
		s.Append(events, began)
		if s == h.current && h.at == onAccount {
			h.account.Log.SetFollow(true)
		}
	}
	h.refresh(s)
}
