// Package terminal is the program without a window: the commands, for
// servers, scripts and screen readers.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"mailknock/mail/wire"
	"mailknock/ui/run"
)

// The exit codes; scripts rely on them.
const (
	ExitOK      = 0
	ExitFailed  = 1
	ExitUsage   = 2
	ExitStopped = 130
)

// Terminal is where the commands read and write.
type Terminal struct {
	In       io.Reader
	Out, Err io.Writer
	Version  string
	// Getenv is os.Getenv, or a test's.
	Getenv func(string) string
	// Open opens the services; a command that needs none does not call it.
	Open func(run.Options) (*run.Services, error)

	// given is the access token that stood in TokenVariable.
	given wire.Secret
}

// TokenVariable is the environment's variable that may hold an access token.
const TokenVariable = "MAILKNOCK_TOKEN"

// New gives one on the standard streams.
func New(version string) *Terminal {
	return &Terminal{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version, Getenv: os.Getenv, Open: run.Open}
}

// commands is the grammar.
type commands struct {
	Check       checkCommand       `cmd:"" help:"Sign in if needed, check, print the live log and the verdict."`
	Explain     explainCommand     `cmd:"" help:"Tell what is wrong in any pasted log, error or redirect URL."`
	Signin      signinCommand      `cmd:"" help:"Sign in and save the account."`
	Accounts    accountsCommand    `cmd:"" help:"List, show, remove, export and import saved accounts."`
	Providers   providersCommand   `cmd:"" help:"List the providers that Mailknock knows."`
	Sandbox     sandboxCommand     `cmd:"" help:"Run the built-in servers until Ctrl-C."`
	Discover    discoverCommand    `cmd:"" help:"Look up what belongs to an address: servers, sign-in, and who says so."`
	Conformance conformanceCommand `cmd:"" help:"Judge what a mail domain tells mail programs, row by row."`
	Inspect     inspectCommand     `cmd:"" help:"Say what an access token is good for."`
	Probe       probeCommand       `cmd:"" help:"Refresh an account's sign-in now, and tell what will end it."`
	Version     versionCommand     `cmd:"" help:"Print the version."`
}

// usageError is wrong usage or input that cannot be read: exit code 2.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitError ends a command with a code, when everything was said already.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Run carries out one command and gives the exit code. It blocks; ctx ends
// when the person presses Ctrl-C.
func (t *Terminal) Run(ctx context.Context, args []string) int {
	t.given = wire.NewSecret(strings.TrimSpace(t.Getenv(TokenVariable)))
	// The browser would inherit it.
	if err := os.Unsetenv(TokenVariable); err != nil {
		return t.fail(err)
	}
	var grammar commands
	exit := -1
	parser, err := kong.New(&grammar,
		kong.Name("mailknock"),
		kong.Description("Knocks on a mail server's door with an OAuth token, and tells why it stays shut. Without a command the window opens."),
		kong.Writers(t.Out, t.Err),
		kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(t),
	)
	if err != nil {
		return t.fail(err)
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit // help was asked for and printed
	}
	if err != nil {
		return t.fail(usageError{err})
	}
	return t.fail(parsed.Run())
}

// fail says what went wrong, if anything, and gives the exit code.
func (t *Terminal) fail(err error) int {
	var exit exitError
	var wrong usageError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &exit):
		return int(exit)
	case errors.Is(err, context.Canceled):
		t.say("stopped")
		return ExitStopped
	case errors.As(err, &wrong):
		t.say("%v", err)
		return ExitUsage
	default:
		t.say("%v", err)
		return ExitFailed
	}
}

// say writes one line for the person on standard error. What looks like a
// secret in it is masked: somebody may have typed one where none belongs.
func (t *Terminal) say(format string, args ...any) {
	text := wire.NewRedactor().Redact(strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
	for line := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(t.Err, "mailknock: "+wire.Visible([]byte(line)))
	}
}
