package desktop

import "fyne.io/fyne/v2"

// post carries f to Fyne's goroutine and returns at once. It is the only
// caller of fyne.Do: goroutines of ours touch no widget.
func post(f func()) { fyne.Do(f) }
