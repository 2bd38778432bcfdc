package page

import (
	"strings"

	"fyne.io/fyne/v2"

	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// WaitPanel is shown while the browser has the word.
type WaitPanel struct {
	Root *fyne.Container
	// OnOpen opens the page again, OnCopy gets the link, OnPaste the address
	// where the browser ended.
	OnOpen  func()
	OnCopy  func(text string)
	OnPaste func(text string)

	spinner               *widgets.Spinner
	title, text, left     *widgets.Text
	problem, words, known *widgets.Text
	link, scopes          *widgets.Text
	paste                 *widgets.Field
	url                   string
}

// NewWaitPanel makes one that is hidden.
func NewWaitPanel() *WaitPanel {
	w := &WaitPanel{
		spinner: widgets.NewSpinner(),
		title:   widgets.NewBold("", look.HeadingSize, widgets.Plain),
		text:    widgets.NewParagraph("", look.BodySize, widgets.Dim),
		left:    widgets.NewText("", look.BodySize, widgets.Dim).Cut(),
		problem: widgets.NewParagraph("", look.BodySize, widgets.Warning),
		words:   widgets.NewParagraph("", look.BodySize, widgets.Plain),
		known:   widgets.NewParagraph("", look.SmallSize, widgets.Dim),
		link:    widgets.NewMono("", widgets.Dim),
		scopes:  widgets.NewMono("", widgets.Plain),
	}
	w.title.Wrap = true
	w.link.Wrap, w.link.Shrink = false, true
	waiting := flow.Row(10, w.left, w.spinner, widgets.NewBold("Waiting for the browser", look.BodySize, widgets.Plain), w.left)
	buttons := flow.Wrap(8,
		widgets.NewButton(widgets.Secondary, "Open again", func() { w.OnOpen() }),
		widgets.NewButton(widgets.Secondary, "Copy the link", func() { w.OnCopy(w.url) }))

	entry := widgets.NewEntry("Paste the address of the page where it ended")
	entry.OnSubmitted = func(text string) { w.OnPaste(strings.TrimSpace(text)) }
	entry.OnChanged = func(text string) {
		// A pasted address needs no Enter.
		if text = strings.TrimSpace(text); strings.Contains(text, "://") && strings.Contains(text, "state=") {
			w.OnPaste(text)
		}
	}
	w.paste = widgets.NewField("The browser is on another machine, or shows “refused to connect”?", entry)

	leftSide := flow.Column(10,
		flow.Column(3, w.title, w.text), w.problem, waiting,
		flow.Column(6, caption("The page did not open?"), buttons, widgets.Ground(w.link)),
		w.paste.Box)
	rightSide := flow.Column(6,
		caption("You will be asked to allow"), w.words, widgets.Ground(w.scopes),
		flow.Inset(6, 0, 0, 0, caption("Good to know")), w.known)
	w.Root = widgets.Panel(18, 24, flow.Columns(34, 620, []float32{1.75, 1}, leftSide, rightSide))
	w.Root.Hide()
	return w
}

// Set shows what is waited for.
func (w *WaitPanel) Set(d present.Wait) {
	if d.URL != w.url {
		w.paste.Entry.SetText("")
		w.paste.SetNote("", widgets.Dim)
	}
	w.url = d.URL
	w.title.SetText(d.Title)
	w.text.SetText(d.Text)
	w.problem.SetText(d.Problem)
	show(w.problem, d.Problem != "")
	w.link.SetText(d.URL)
	w.words.SetText(strings.Join(d.Words, "\n"))
	show(w.words, len(d.Words) > 0)
	w.scopes.SetText(strings.Join(d.Scopes, "\n"))
	w.known.SetText(d.GoodToKnow)
	w.Tick(d, 0)
}

// Tick counts down and turns the ring.
func (w *WaitPanel) Tick(d present.Wait, phase float64) {
	w.left.SetText(strings.Trim(d.Left+" · "+d.Listening, " ·"))
	w.spinner.Animate(phase)
}

// SetPasteNote tells what is wrong with what was pasted.
func (w *WaitPanel) SetPasteNote(text string) {
	w.paste.SetNote(text, widgets.Warning)
	w.Root.Refresh()
}
