package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"mailknock/mail/sandbox"
	"mailknock/mail/wire"
	"mailknock/ui/run"
)

type sandboxCommand struct {
	Fault  string `help:"What it should play." placeholder:"ID"`
	Faults bool   `help:"List what it can play."`
	JSON   bool   `name:"json" help:"Print JSON."`
}

// Run serves until Ctrl-C, or lists the faults.
func (c *sandboxCommand) Run(ctx context.Context, t *Terminal) error {
	if c.Faults {
		return c.list(t)
	}
	if err := run.CheckFault(c.Fault); err != nil {
		return explain(err)
	}
	s, err := sandbox.Start(sandbox.Options{Fault: c.Fault})
	if err != nil {
		return err
	}
	defer s.Close()
	dir, err := os.MkdirTemp("", "mailknock-sandbox-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ca := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(ca, s.RootPEM(), 0o600); err != nil {
		return err
	}
	token, err := s.AccessToken()
	if err != nil {
		return err
	}
	if err := c.print(t, s, ca, token); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func (c *sandboxCommand) print(t *Terminal, s *sandbox.Sandbox, ca, token string) error {
	servers := map[wire.Protocol]map[wire.Security]string{}
	for _, p := range wire.MailProtocols {
		servers[p] = map[wire.Security]string{}
		for _, security := range []wire.Security{wire.ImplicitTLS, wire.STARTTLS, wire.Plain} {
			servers[p][security] = s.Server(p, security).Address()
		}
	}
	if c.JSON {
		e := json.NewEncoder(t.Out)
		e.SetEscapeHTML(false)
		return e.Encode(map[string]any{
			"version": 1, "fault": c.Fault, "issuer": s.Issuer(), "client_id": s.ClientID(), "user": s.User(),
			"servers": servers, "ca_file": ca, "access_token": token,
		})
	}
	w := tabwriter.NewWriter(t.Out, 0, 4, 2, ' ', 0)
	fmt.Fprintf(w, "Issuer\t%s\nClient id\t%s\nUser\t%s\n", s.Issuer(), s.ClientID(), s.User())
	for _, p := range wire.MailProtocols {
		fmt.Fprintf(w, "%s\t%s/tls\t%s/starttls\n", p, servers[p][wire.ImplicitTLS], servers[p][wire.STARTTLS])
	}
	fmt.Fprintf(w, "Root certificate\t%s\nAccess token\t%s\n", ca, token)
	if err := w.Flush(); err != nil {
		return err
	}
	t.say("the sandbox runs until you press Ctrl-C")
	return nil
}

// listed is one fault in sandbox --faults --json.
type listed struct {
	ID        string          `json:"id"`
	Title     string          `json:"title"`
	Provider  string          `json:"provider"`
	Protocols []wire.Protocol `json:"protocols"`
	Cause     string          `json:"cause"`
}

func (c *sandboxCommand) list(t *Terminal) error {
	list := []listed{}
	for _, f := range run.Faults() {
		list = append(list, listed{f.ID, f.Title, f.Provider, f.Protocols, f.Cause})
	}
	if c.JSON {
		return json.NewEncoder(t.Out).Encode(list)
	}
	w := tabwriter.NewWriter(t.Out, 0, 4, 2, ' ', 0)
	for _, f := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\n", f.ID, f.Title, f.Cause)
	}
	return w.Flush()
}
