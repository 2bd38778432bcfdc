package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"

	"mailknock/mail/diagnose"
	"mailknock/mail/report"
	"mailknock/mail/wire"
)

type explainCommand struct {
	Provider string `help:"Whose servers the text is about: google, microsoft …" placeholder:"ID"`
	Protocol string `help:"What it is about: imap, pop3, smtp or oauth." placeholder:"P"`
	JSON     bool   `name:"json" help:"Print JSON."`
	File     string `arg:"" optional:"" default:"-" help:"The log, error or redirect URL, best with a line of your own about the set-up; - or nothing: standard input."`
}

// Run reads a text of any client and tells what is wrong. Nothing recognised
// ends with exit code 1.
func (c *explainCommand) Run(t *Terminal) error {
	hint := diagnose.Hint{Provider: strings.ToLower(c.Provider), Protocol: wire.Protocol(strings.ToLower(c.Protocol))}
	switch hint.Protocol {
	case "", wire.IMAP, wire.POP3, wire.SMTP, wire.OAuth:
	case "pop":
		hint.Protocol = wire.POP3
	default:
		return usage("--protocol: %q is none of imap, pop3, smtp and oauth", c.Protocol)
	}
	in := t.In
	if c.File != "-" {
		file, err := os.Open(c.File)
		if err != nil {
			return usage("%w", err)
		}
		defer file.Close()
		in = file
	}
	reading, err := diagnose.Explain(in, hint)
	if err != nil {
		return usage("could not read the text: %w", err)
	}
	if err := c.print(t.Out, reading); err != nil {
		return err
	}
	if len(reading.Causes) == 0 {
		return exitError(ExitFailed)
	}
	return nil
}

func (c *explainCommand) print(out io.Writer, r diagnose.Reading) error {
	if c.JSON {
		return report.ExplainJSON(out, r)
	}
	_, err := fmt.Fprint(out, report.Explain(r))
	return err
}
