package wire

import (
	"context"
	"errors"
	"fmt"
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

// TimeoutError tells that a step's own deadline passed.
type TimeoutError struct {
	Step  StepName
	Limit time.Duration
	// Err is what the step was doing, nil when it did not say.
	Err error
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("no answer within %s", e.Limit.Round(time.Millisecond))
}

// Unwrap gives what the step was doing.
func (e *TimeoutError) Unwrap() error { return e.Err }

// Timeout is true; it makes the error a net.Error's sibling.
func (e *TimeoutError) Timeout() bool { return true }

// Step runs f as the step name, with a deadline of limit inside the context's
// own. It blocks until f returns, and records the start and the end. f gives
// the detail to show.
// The error is a *StepError; the reason inside it is a *TimeoutError when the
// step's deadline passed, and the context's own cause when that ended it.
func (r *Recorder) Step(ctx context.Context, name StepName, limit time.Duration, f func(context.Context) (string, error)) error {
	start := r.transcript.Elapsed()
	r.transcript.add(Event{Protocol: r.protocol, Kind: Began, Step: Step{Name: name, Start: start}})
	stepCtx, cancel := context.WithTimeout(ctx, limit)
	detail, err := f(stepCtx)
	if err != nil {
		switch {
		case ctx.Err() != nil:
			err = errors.Join(context.Cause(ctx))
		case errors.Is(stepCtx.Err(), context.DeadlineExceeded):
			err = &TimeoutError{Step: name, Limit: limit, Err: err}
		}
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

// Steps gives a copy of the steps so far.
func (r *Recorder) Steps() []Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.steps)
}
