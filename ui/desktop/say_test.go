package desktop

import (
	"strings"
	"testing"
	"time"
)

func TestWhatWasDoneIsConfirmed(t *testing.T) {
	b := newBench(t, newFake(contoso()), Options{})
	b.sayFor = time.Hour
	b.check()
	b.until("the end of the run", b.finished)
	b.copyReport()
	b.sees("✓ The report is on the clipboard")
	b.store(b.current, nil)
	b.until("the confirmation", func() bool { return strings.Contains(b.texts(), "✓ The account is saved") })
	b.sayFor = time.Millisecond
	b.copy("x")
	b.sees("✓ Copied")
	b.until("the confirmation to go", func() bool { return !strings.Contains(b.texts(), "✓ Copied") })
	b.sees("signed in as anna@contoso.com")
}
