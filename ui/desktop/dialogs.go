package desktop

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"mailknock/assets"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/modal"
)

// show keeps the dialog that is open, so that Escape closes it.
func (h *shell) show(m *modal.Modal) {
	if h.modal != nil && h.modal != m {
		h.modal.Close()
	}
	h.modal = m
	m.OnClosed = func() {
		if h.modal == m {
			h.modal = nil
		}
	}
}

// asking tells whether a dialog is open, one of the toolkit's included.
func (h *shell) asking() bool { return h.window.Canvas().Overlays().Top() != nil }

// wait does something that may block beside the window, while a dialog says so.
// then comes after it; left tells that the person did not wait for it.
func (h *shell) wait(title, text string, do func(ctx context.Context), then func(left bool)) {
	ctx, cancel := context.WithCancel(h.ctx)
	m := modal.Busy(h.window.Canvas(), title, text, cancel)
	h.show(m)
	h.work(func(context.Context) {
		defer cancel()
		do(ctx)
	}, func() {
		left := m.Closed()
		m.Close()
		then(left)
	})
}

// tell shows a message.
func (h *shell) tell(title string, texts ...string) {
	h.show(modal.Tell(h.window.Canvas(), title, texts...))
}

// tellNotices shows what the services have to say.
func (h *shell) tellNotices() {
	if list := h.services.Notices(); len(list) > 0 {
		h.tell("To know", list...)
	}
}

// typedKey takes the keys that no widget had a use for.
func (h *shell) typedKey(e *fyne.KeyEvent) {
	if e.Name != fyne.KeyEscape {
		return
	}
	switch {
	case h.modal != nil:
		h.modal.Close()
	case h.browsing != nil:
		h.browsing.Hide()
	case h.at != onAccount:
		h.leave()
	}
}

// chooseFault asks what should go wrong in the sandbox.
func (h *shell) chooseFault() {
	s, ok := h.usable()
	if !ok || s.Provider.ID != provider.Sandbox {
		return
	}
	h.askFault(s.Account.Fault, func(id string) {
		s.Account.Fault = id
		s.Fault = h.faultTitle(id)
		h.refresh(s)
	})
}

func (h *shell) askFault(current string, chosen func(id string)) {
	var list []modal.Choice
	for _, f := range h.services.Faults() {
		note := ""
		switch f.Provider {
		case "google":
			note = "in Google's words"
		case "microsoft":
			note = "in Microsoft's words"
		}
		list = append(list, modal.Choice{ID: f.ID, Title: f.Title, Note: note})
	}
	h.show(modal.Fault(h.window.Canvas(), list, current, chosen))
}

func (h *shell) about() {
	h.tell("Mailknock "+h.version,
		"Mailknock knocks on a mail server's door with an OAuth token. It shows every word both sides say, and when the door stays shut it tells why, how it knows, who has to act and what exactly they have to do.",
		"Nothing is sent anywhere but to the providers and servers that you choose. Tokens and secrets are masked in everything that is shown, copied or saved.")
}

func logo() fyne.CanvasObject {
	i := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG))
	i.FillMode = canvas.ImageFillContain
	return i
}
