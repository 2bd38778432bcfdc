package page

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"mailknock/mail/diagnose"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
	"mailknock/ui/desktop/widgets"
)

// What the toolkit's entry draws in a moment; it takes seconds for more.
const (
	maxEntryBytes = 64 << 10
	maxEntryLines = 700
)

// Explain is the page where a text of any program is explained.
type Explain struct {
	Root *fyne.Container
	// Answer is what is shown; the zero Explanation: nothing.
	Answer present.Explanation
	// OnExplain is the wish to read the text, OnStop to end that. OnChange is
	// called when the text is another one.
	OnExplain, OnStop, OnChange func()
	// OnPaste is the wish for what lies on the clipboard, OnFile for a file.
	OnPaste, OnFile func()
	// OnToken is the wish to look into a token instead.
	OnToken  func()
	OnCopy   func(text string)
	OnOpen   func(url string)
	OnReport func()

	causes  causeView
	button  *widgets.Button
	running bool
	entry   *widgets.Entry
	// room holds the entry, high or low, or what stands in its place.
	room       *fyne.Container
	high, low  fyne.CanvasObject
	long       *fyne.Container
	size, name *widgets.Text
	held       present.Source // a text too long for the entry
	clear      *widgets.Button
	problem    *widgets.Text
	hints      hintChips
	answer     *fyne.Container
	body       *fyne.Container
	scroll     *fyne.Container
	// quotes are the rows of the answer, by their line.
	quotes map[int]fyne.CanvasObject
}

const explainHint = "Paste a log, an exception, an error page, or the browser's address"

// NewExplain makes one that knows providers.
func NewExplain(providers []provider.Provider) *Explain {
	e := &Explain{causes: newCauseView(), problem: widgets.NewParagraph("", look.SmallSize, widgets.Failed)}
	e.causes.OnCopy = func(text string) { e.OnCopy(text) }
	e.causes.OnOpen = func(url string) { e.OnOpen(url) }
	e.causes.OnEvidence = e.ShowEvidence
	e.causes.OnLayout = func() { e.Root.Refresh() }
	title := widgets.NewBold("Explain a log", look.TitleSize, widgets.Plain).Cut()
	sub := widgets.NewText("Paste what your mail client, your program or your browser said. Nothing leaves this machine.", look.SmallSize, widgets.Dim).Cut()
	e.button = widgets.NewButton(widgets.Primary, "Explain", e.press)
	words := flow.Column(0, title, sub)
	head := flow.Row(12, words, words, e.button)

	e.buildInput()
	e.hints.build(providers, func() {
		if e.running || e.Answer.Report != "" {
			e.OnExplain()
		}
	}, func() { e.Root.Refresh() })
	input := flow.Column(12, flow.Column(8, e.room, e.tools(), e.problem), e.hints.root)
	e.answer = flow.Column(12)
	e.body = flow.Column(12, widgets.Panel(14, 16, input), e.answer)
	e.scroll = flow.Scroll(flow.Inset(0, 2, 6, 2, e.body))
	e.Root = &fyne.Container{
		Layout:  &stage{gap: 12, squeeze: head, grow: e.scroll, least: 200},
		Objects: []fyne.CanvasObject{flow.Inset(0, 0, 2, 0, head), e.scroll},
	}
	e.show()
	return e
}

func (e *Explain) buildInput() {
	const high, low = 250, 118
	var view fyne.CanvasObject
	e.entry, view = widgets.NewMonoEntry(explainHint)
	e.entry.OnPaste = func(text string) bool {
		whole := e.entry.Text + text
		if e.entry.SelectedText() == e.entry.Text {
			whole = text
		}
		if fits(whole) {
			return false
		}
		e.Hold(present.Pasted(whole))
		return true
	}
	e.entry.OnChanged = func(text string) {
		if text != "" {
			e.held = present.Source{}
		}
		e.changed()
	}
	e.size = widgets.NewBold("", look.HeadingSize, widgets.Plain).Cut()
	e.name = widgets.NewParagraph("", look.SmallSize, widgets.Dim)
	e.long = flow.Fixed(0, low, widgets.Ground(flow.Pad(18, 9, flow.Column(4, e.size, e.name))))
	e.high, e.low = flow.Fixed(0, high, view), flow.Fixed(0, low, view)
	e.room = flow.Stack(e.high)
}

func (e *Explain) tools() fyne.CanvasObject {
	paste := widgets.NewButton(widgets.Secondary, "Paste from clipboard", func() { e.OnPaste() })
	file := widgets.NewButton(widgets.Secondary, "Open a file…", func() { e.OnFile() })
	e.clear = widgets.NewButton(widgets.Tool, "Clear", e.Clear)
	look := widgets.NewButton(widgets.Tool, "Look into a token…", func() { e.OnToken() })
	return flow.Wrap(8, paste, file, look, e.clear)
}

func (e *Explain) press() {
	if e.running {
		e.OnStop()
		return
	}
	e.OnExplain()
}

// fits tells whether the entry can show a text.
func fits(text string) bool {
	return len(text) <= maxEntryBytes && strings.Count(text, "\n") < maxEntryLines &&
		utf8.ValidString(text) && !strings.Contains(text, "\x00")
}

// First is the field to type in first.
func (e *Explain) First() fyne.Focusable { return e.entry }

// Take shows a text in place of the one before, or how long it is.
func (e *Explain) Take(text string) {
	if !fits(text) {
		e.Hold(present.Pasted(text))
		return
	}
	e.held = present.Source{}
	e.entry.SetText(text)
	e.changed()
}

// Hold takes a text that is too long to be shown.
func (e *Explain) Hold(s present.Source) {
	e.held = s
	e.entry.SetText("")
	e.changed()
	// What is typed must not go into an entry that cannot be seen.
	if c := fyne.CurrentApp().Driver().CanvasForObject(e.button); c != nil {
		c.Focus(e.button)
	}
}

// Clear makes room for another text.
func (e *Explain) Clear() {
	e.held = present.Source{}
	e.entry.SetText("")
	e.changed()
}

// Source gives the text; ok is false where there is none.
func (e *Explain) Source() (s present.Source, ok bool) {
	if e.held.Open != nil {
		return e.held, true
	}
	return present.Pasted(e.entry.Text), strings.TrimSpace(e.entry.Text) != ""
}

// Hint is what the person knows about the text.
func (e *Explain) Hint() diagnose.Hint { return e.hints.hint }

// changed takes away an answer that was about another text.
func (e *Explain) changed() {
	e.Answer = present.Explanation{}
	e.problem.SetText("")
	e.OnChange()
	e.show()
}
