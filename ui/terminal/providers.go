package terminal

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"mailknock/mail/wire"
)

type providersCommand struct {
	JSON bool `name:"json" help:"Print JSON."`
}

// Run lists the providers.
func (c *providersCommand) Run(t *Terminal) error {
	s, err := t.services()
	if err != nil {
		return err
	}
	defer s.Close()
	all := s.Providers()
	if c.JSON {
		e := json.NewEncoder(t.Out)
		e.SetEscapeHTML(false)
		return e.Encode(map[string]any{"version": 1, "providers": all, "from_file": s.Brought()})
	}
	w := tabwriter.NewWriter(t.Out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tNAME\tSIGN-IN\tSERVERS")
	for _, p := range all {
		var servers []string
		for _, protocol := range wire.MailProtocols {
			for _, s := range p.Servers[protocol] {
				text := s.String()
				if p.Doubt("servers."+string(protocol)) != "" {
					text += " (unverified)"
				}
				servers = append(servers, text)
			}
		}
		way := "OAuth"
		if !p.OAuth() {
			way = "password"
		}
		fmt.Fprintf(w, "%s\t%s (%s)\t%s\t%s\n", p.ID, p.Name, p.Note, way, strings.Join(servers, " "))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	brought := s.Brought()
	for _, p := range all {
		if fields := brought[p.ID]; len(fields) > 0 {
			fmt.Fprintf(t.Out, "\n%s has from %s: %s\n", p.ID, visible(s.Origin(p.ID, fields[0])), strings.Join(fields, ", "))
		}
	}
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(t *Terminal) error {
	_, err := fmt.Fprintln(t.Out, "mailknock "+t.Version)
	return err
}
