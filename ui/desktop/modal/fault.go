package modal

import "fyne.io/fyne/v2"

// Fault asks what should go wrong in the sandbox. choose gets the id; it is
// empty for nothing.
func Fault(c fyne.Canvas, list []Choice, current string, choose func(id string)) *Modal {
	list = append([]Choice{{Title: "Nothing: everything works"}}, list...)
	return Choose(c, Search{
		Title: "What should go wrong?",
		Text:  "The sandbox plays what goes wrong at real providers, in their own words. The next check meets it.",
		Hint:  "Find a fault",
		None:  "No fault fits. Search for another word, like “token”, “imap” or “tls”.",
	}, list, current, choose)
}
