package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"text/tabwriter"

	"mailknock/mail/discover"
	"mailknock/mail/wire"
)

type discoverCommand struct {
	Address string `arg:"" help:"The address of a mailbox."`
	CA      string `name:"ca" help:"PEM file of extra root certificates." placeholder:"FILE"`
	JSON    bool   `name:"json" help:"Print JSON."`
}

// Run looks an address up, and tells who was asked.
func (c *discoverCommand) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := s.Discover(ctx, c.Address, c.CA, nil)
	if err != nil {
		return explain(err)
	}
	if c.JSON {
		if err := t.printJSON(newFoundDocument(r)); err != nil {
			return err
		}
	} else {
		c.print(t, r)
	}
	switch {
	case ctx.Err() != nil:
		return exitError(ExitStopped)
	case len(r.Servers) == 0:
		return exitError(ExitFailed)
	}
	return nil
}

func (c *discoverCommand) print(t *Terminal, r discover.Result) {
	w := tabwriter.NewWriter(t.Out, 0, 4, 2, ' ', 0)
	row := func(name, value, source string) {
		if value != "" {
			fmt.Fprintf(w, "%s\t%s\t%s\n", name, visible(value), visible(source))
		}
	}
	row("Provider", r.Provider.Value, r.Provider.Source)
	for _, p := range wire.MailProtocols {
		for _, server := range r.Servers[p] {
			row(string(p), server.String(), server.Source)
		}
	}
	for _, f := range []struct {
		name  string
		found discover.Found[string]
	}{
		{"Issuer", r.OAuth.Issuer},
		{"Authorization", r.OAuth.AuthURL},
		{"Token", r.OAuth.TokenURL},
		{"Device", r.OAuth.DeviceURL},
		{"Registration", r.OAuth.RegistrationURL},
	} {
		row(f.name, f.found.Value, f.found.Source)
	}
	_ = w.Flush()
	var asked []string
	for _, p := range wire.MailProtocols {
		for _, server := range r.Servers[p] {
			if server.Confirm != "" && !slices.Contains(asked, server.Confirm) {
				asked = append(asked, server.Confirm)
				fmt.Fprintln(t.Out, "Before you use that: "+visible(server.Confirm))
			}
		}
	}
	for _, conflict := range r.Conflicts {
		fmt.Fprintf(t.Out, "Contradiction in %s: %s (%s), but %s (%s)\n", conflict.What, visible(conflict.Taken), visible(conflict.TakenSource), visible(conflict.Other), visible(conflict.OtherSource))
	}
	for _, note := range r.Notes {
		fmt.Fprintln(t.Out, visible(note))
	}
	for _, need := range r.Needs {
		fmt.Fprintln(t.Out, "Still needed: "+visible(need.Text))
	}
	fmt.Fprintln(t.Out, "\nAsked:")
	w = tabwriter.NewWriter(t.Out, 0, 4, 2, ' ', 0)
	for _, a := range r.Asked {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%d ms\n", visible(a.Who), visible(a.What), visible(a.Result), a.Took.Milliseconds())
	}
	_ = w.Flush()
}

type conformanceCommand struct {
	Domain   string `arg:"" help:"The domain of a mail server."`
	Register bool   `help:"Also register a trial client, to see whether loopback redirects are taken, and delete it again."`
	CA       string `name:"ca" help:"PEM file of extra root certificates." placeholder:"FILE"`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Run judges what a domain tells mail programs, row by row.
func (c *conformanceCommand) Run(ctx context.Context, t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	rows, err := s.Conformance(ctx, c.Domain, c.CA, c.Register)
	if err != nil {
		return explain(err)
	}
	if c.JSON {
		err = t.printJSON(map[string]any{"version": 1, "rows": rowDocuments(rows)})
	} else {
		for _, r := range rows {
			fmt.Fprintf(t.Out, "%-13s  %s: %s\n", r.Verdict, visible(r.Topic), visible(r.Came))
			if r.Do != "" {
				fmt.Fprintf(t.Out, "%15s%s (%s)\n", "", visible(r.Do), visible(r.Source))
			}
		}
	}
	if err == nil && ctx.Err() != nil {
		err = exitError(ExitStopped)
	}
	for _, r := range rows {
		if err == nil && (r.Verdict == discover.Wrong || r.Verdict == discover.Contradiction) {
			err = exitError(ExitFailed)
		}
	}
	return err
}

// printJSON writes a document that a terminal may see.
func (t *Terminal) printJSON(document any) error {
	data, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(t.Out, plainJSON(string(data)))
	return err
}
