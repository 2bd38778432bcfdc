package modal

import (
	"fyne.io/fyne/v2"

	"mailknock/mail/smtp"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/widgets"
)

// Message asks for a test message and shows it as it will go. send gets a
// message that can be sent.
func Message(c fyne.Canvas, from string, send func(*smtp.Message)) *Modal {
	d := &deferred{}
	field := func(label, text string) *widgets.Field {
		e := widgets.NewEntry("")
		e.SetText(text)
		return widgets.NewField(label, e)
	}
	sender, to := field("From", from), field("To", from)
	subject := field("Subject", smtp.DefaultSubject)
	text := widgets.NewField("Text", widgets.NewTextEntry(3))
	text.Entry.SetText(smtp.DefaultText)
	problem := widgets.NewParagraph("", look.SmallSize, widgets.Failed)
	preview := widgets.NewMono("", widgets.Plain)
	preview.MaxLines = 14

	// The date and the id stay the same while it is typed: what is shown is
	// what goes.
	draft := smtp.NewMessage(from, from, smtp.DefaultSubject, smtp.DefaultText)
	ok := widgets.NewButton(widgets.Primary, "Send", nil)
	update := func() {
		draft.From, draft.To = sender.Entry.Text, to.Entry.Text
		draft.Subject, draft.Text = subject.Entry.Text, text.Entry.Text
		_, err := draft.Bytes()
		ok.SetEnabled(err == nil)
		problem.Hide()
		if err != nil {
			problem.SetText(err.Error())
			problem.Show()
		}
		preview.SetText(draft.Preview())
		if d.modal != nil {
			d.modal.fit()
		}
	}
	for _, f := range []*widgets.Field{sender, to, subject, text} {
		f.Entry.OnChanged = func(string) { update() }
	}
	update()
	ok.OnTap = func() {
		message := *draft
		d.close()
		send(&message)
	}
	body := flow.Column(11,
		dim("Mailknock signs in to SMTP once more and hands the server this one message."),
		flow.Columns(14, 420, []float32{1, 1}, sender.Box, to.Box), subject.Box, text.Box, problem,
		flow.Column(5, widgets.NewBold("As it will go", look.CaptionSize, widgets.Dim), widgets.Ground(preview)))
	d.modal = open(c, "Send a test message", 600, body, ok, d.cancel("Cancel"), ok)
	return d.modal
}
