package wire

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// StepError is the error of the step that ended a check.
type StepError struct {
	Step StepName
	Err  error
}

func (e *StepError) Error() string { return string(e.Step) + ": " + e.Err.Error() }

// Unwrap gives the step's own error.
func (e *StepError) Unwrap() error { return e.Err }

// TimeoutError tells that a step's own deadline passed, or the whole check's
// while it ran.
type TimeoutError struct {
	Step StepName
	// Limit is how long the step had.
	Limit time.Duration
	// Whole tells that the time for the whole check was used up.
	Whole bool
	// Err is what the step was doing, nil when it did not say.
	Err error
}

func (e *TimeoutError) Error() string {
	text := fmt.Sprintf("no answer within %s", e.Limit.Round(time.Millisecond))
	if e.Whole {
		text += ", and the time for the whole check is used up"
	}
	return text
}

// Unwrap gives what the step was doing.
func (e *TimeoutError) Unwrap() error { return e.Err }

// Timeout is true; it makes the error a net.Error's sibling.
func (e *TimeoutError) Timeout() bool { return true }

// StoppedError tells that a step ended because somebody stopped the run.
type StoppedError struct {
	// Cause is the context's cause.
	Cause error
	// Err is what the step was doing.
	Err error
}

func (e *StoppedError) Error() string { return "stopped" }

// Unwrap gives both.
func (e *StoppedError) Unwrap() []error { return []error{e.Cause, e.Err} }

// Step runs f as the step name, with a deadline of limit inside the context's
// own. It blocks until f returns, and records the start and the end. f gives
// the detail to show.
// The error is a *StepError. The reason inside it is a *Refusal when the
// server said no, a *TimeoutError when a deadline passed, a *StoppedError when
// the context ended otherwise, and else the error that f gave.
func (r *Recorder) Step(ctx context.Context, name StepName, limit time.Duration, f func(context.Context) (string, error)) error {
	start := r.transcript.Elapsed()
	r.transcript.add(Event{Protocol: r.protocol, Kind: Began, Step: Step{Name: name, Start: start}})
	stepCtx, cancel := context.WithTimeout(ctx, limit)
	detail, err := guarded(stepCtx, f)
	if err != nil {
		err = reason(ctx, stepCtx, name, limit, r.transcript.Elapsed()-start, err)
		detail = err.Error()
	}
	cancel()
	text, _ := r.transcript.Redactor.clean([]byte(detail))
	step := Step{Name: name, OK: err == nil, Start: start, Duration: r.transcript.Elapsed() - start, Detail: text}
	r.mu.Lock()
	r.steps = append(r.steps, step)
	r.mu.Unlock()
	r.transcript.add(Event{Protocol: r.protocol, Kind: Ended, Step: step})
	if err != nil {
		return &StepError{Step: name, Err: err}
	}
	return nil
}

// PanicError tells that this program's own code failed in a step: what a
// server said must never end the program, nor be printed unmasked by its end.
type PanicError struct{ Value string }

func (e *PanicError) Error() string {
	return "Mailknock itself failed here, which is its fault: " + e.Value
}

func guarded(ctx context.Context, f func(context.Context) (string, error)) (detail string, err error) {
	defer func() {
		if value := recover(); value != nil {
			detail, err = "", &PanicError{fmt.Sprint(value)}
		}
	}()
	return f(ctx)
}

// reason finds out why a step failed.
func reason(ctx, stepCtx context.Context, name StepName, limit, took time.Duration, err error) error {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return err
	}
	// The connection's deadline is the context's: it may be seen first.
	if end, ok := stepCtx.Deadline(); ok && errors.Is(err, os.ErrDeadlineExceeded) && time.Until(end) < 100*time.Millisecond {
		<-stepCtx.Done()
	}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &TimeoutError{Step: name, Limit: took, Whole: true, Err: err}
	case ctx.Err() != nil:
		return &StoppedError{Cause: context.Cause(ctx), Err: err}
	case errors.Is(stepCtx.Err(), context.DeadlineExceeded):
		return &TimeoutError{Step: name, Limit: limit, Err: err}
	}
	return err
}

// Steps gives a copy of the steps so far.
func (r *Recorder) Steps() []Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.steps)
}
