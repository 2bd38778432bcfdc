package wire

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// TestPanicInAStep: it fails the step, and says nothing secret.
func TestPanicInAStep(t *testing.T) {
	tr := NewTranscript(nil)
	rec := tr.Recorder(IMAP)
	rec.Mask("access token", NewSecret(jwt))
	err := rec.Step(t.Context(), Mailbox, time.Second, func(context.Context) (string, error) {
		panic("bad line: " + jwt)
	})
	var failed *PanicError
	var step *StepError
	if !errors.As(err, &failed) || !errors.As(err, &step) || step.Step != Mailbox {
		t.Fatal(err)
	}
	if steps := rec.Steps(); len(steps) != 1 || steps[0].OK || !strings.Contains(steps[0].Detail, "bad line: [") || tr.Redactor.Holds(steps[0].Detail) {
		t.Errorf("%+v", steps)
	}
}
