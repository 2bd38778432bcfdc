package desktop

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"mailknock/ui/desktop/modal"
)

// saveLog writes the lines that the log shows into a file.
func (h *shell) saveLog() {
	if h.current == nil {
		return
	}
	text := h.current.Log.Text()
	h.toFile("Save the log", "The lines that are shown now, as plain text. Secrets are masked in it.",
		"mailknock-log.txt", "The log is saved", func(f *os.File) error {
			_, err := f.WriteString(text)
			return err
		})
}

// export writes the accounts into a file.
func (h *shell) export() {
	h.toFile("Export the accounts", "All saved accounts with their settings, without any secret.",
		"mailknock-accounts.json", "The accounts are exported", func(f *os.File) error { return h.services.Export(f) })
}

// toFile asks for a file and writes it beside the window. What is there
// already is replaced only after a second question.
func (h *shell) toFile(title, text, name, done string, write func(*os.File) error) {
	proposal := filepath.Join("~", name)
	h.show(modal.Path(h.window.Canvas(), title, text, proposal, "Save", h.browseSave, func(path string) {
		if _, err := os.Lstat(path); err == nil {
			h.show(modal.Confirm(h.window.Canvas(), "Replace the file?", path+" is there already.", "Replace", func() {
				h.writeFile(path, done, write)
			}))
			return
		}
		h.writeFile(path, done, write)
	}))
}

func (h *shell) writeFile(path, done string, write func(*os.File) error) {
	var err error
	h.work(func(context.Context) { err = create(path, write) }, func() {
		if err != nil {
			h.tell("The file was not written", err.Error())
			return
		}
		h.say(done + ": " + path)
	})
}

// create writes a file that only the person can read; a failure leaves what
// was there.
func create(path string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".mailknock-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// importAccounts reads an exported file.
func (h *shell) importAccounts() {
	h.show(modal.Path(h.window.Canvas(), "Import accounts", "A file that Mailknock exported. Accounts that you have stay as they are.",
		filepath.Join("~", "mailknock-accounts.json"), "Import", h.browseOpen, func(path string) {
			var n int
			var err error
			h.work(func(ctx context.Context) {
				var f *os.File
				if f, err = os.Open(path); err != nil {
					return
				}
				defer f.Close()
				n, err = h.services.Import(ctx, f)
			}, func() {
				if err != nil {
					h.tell("The file could not be imported", err.Error())
					return
				}
				h.reload()
				texts := append([]string{fmt.Sprintf("%d accounts were added.", n)}, h.services.Notices()...)
				h.tell("Imported", texts...)
			})
		}))
}

// browseSave and browseOpen open the toolkit's own dialogs.
func (h *shell) browseSave(chosen func(string)) {
	h.browse(dialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if err != nil || f == nil {
			return
		}
		path := f.URI().Path()
		_ = f.Close()
		chosen(path)
	}, h.window))
}

func (h *shell) browseOpen(chosen func(string)) {
	h.browse(dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil || f == nil {
			return
		}
		path := f.URI().Path()
		_ = f.Close()
		chosen(path)
	}, h.window))
}

// browse shows one of the toolkit's dialogs, and keeps it, so that Escape
// closes it.
func (h *shell) browse(d *dialog.FileDialog) {
	h.browsing = d
	d.SetOnClosed(func() { h.browsing = nil })
	d.Show()
}
