package desktop

import (
	"testing"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/present"
)

// press carries out the item of the menu that a shortcut hangs on.
func (b *bench) press(name fyne.KeyName) bool {
	for _, m := range b.menu.main.Items {
		for _, item := range m.Items {
			if item.Shortcut != nil && item.Shortcut.ShortcutName() == key(name).ShortcutName() {
				item.Action()
				return true
			}
		}
	}
	return false
}

func TestShortcutsRestBehindADialog(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.about()
	b.press(fyne.KeyR)
	b.press(fyne.KeyN)
	if b.current.Phase != present.Idle || b.at != onAccount {
		t.Error("a shortcut acted behind a dialog")
	}
	b.modal.Close()
	b.press(fyne.KeyN)
	if b.at != onForm {
		t.Error("a shortcut does nothing after the dialog was closed")
	}
}

func TestDeletingAWordRemovesNoAccount(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	if b.press(fyne.KeyBackspace) || b.modal != nil {
		t.Error("Ctrl+Backspace belongs to the text fields")
	}
}
