package modal

import (
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/widgets"
)

// Path asks for a file. browse, which may be nil, opens the system's dialog
// and gives its choice to its argument. do gets an absolute path.
func Path(c fyne.Canvas, title, text, proposal, verb string, browse func(chosen func(path string)), do func(path string)) *Modal {
	d := &deferred{}
	field := widgets.NewField("File", widgets.NewEntry(""))
	field.Entry.SetText(proposal)
	ok := widgets.NewButton(widgets.Primary, verb, nil)
	ok.OnTap = func() {
		path, problem := expand(field.Entry.Text)
		if problem != "" {
			field.SetNote(problem, widgets.Failed)
			d.modal.fit()
			return
		}
		d.close()
		do(path)
	}
	field.Entry.OnSubmitted = func(string) { ok.Tapped(nil) }
	var buttons []fyne.CanvasObject
	if browse != nil {
		buttons = append(buttons, widgets.NewButton(widgets.Secondary, "Browse…", func() {
			browse(func(path string) { field.Entry.SetText(path) })
		}))
	}
	buttons = append(buttons, d.cancel("Cancel"), ok)
	d.modal = open(c, title, 520, flow.Column(12, dim(text), field.Box), field.Entry, buttons...)
	return d.modal
}

// expand gives an absolute path; ~ is the person's own folder.
func expand(text string) (path, problem string) {
	text = strings.TrimSpace(text)
	home, err := os.UserHomeDir()
	switch {
	case text == "":
		return "", "Type the name of a file."
	case text == "~" || strings.HasSuffix(text, "/"):
		return "", "This is a folder: add the name of a file."
	case strings.HasPrefix(text, "~/") && err == nil:
		return filepath.Join(home, text[2:]), ""
	case filepath.IsAbs(text):
		return filepath.Clean(text), ""
	case err == nil:
		return filepath.Join(home, text), ""
	}
	return "", "Type the whole path of the file."
}
