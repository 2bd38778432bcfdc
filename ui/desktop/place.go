package desktop

import "fyne.io/fyne/v2"

// place is what the right side of the window shows.
type place int

// The places.
const (
	onAccount place = iota
	onForm
	onExplain
	onDomain
)

// goTo shows a place.
func (h *shell) goTo(p place) {
	if p != onForm {
		h.form.Stop()
	}
	h.at = p
	for at, o := range map[place]*fyne.Container{onAccount: h.account.Root, onForm: h.form.Root, onExplain: h.explain.Root, onDomain: h.domain.Root} {
		if at == p {
			o.Show()
		} else {
			o.Hide()
		}
	}
}
