package imap

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// maxCapabilities bounds the words of a capability list.
const maxCapabilities = 500

// Capabilities asks what the server can do, unless it said so in a greeting
// under TLS, and gives the ways to sign in.
func (c *Conversation) Capabilities(ctx context.Context) (detail string, err error) {
	if err := c.start(ctx, maxResponses); err != nil {
		return "", err
	}
	if c.caps != nil {
		return "told in the greeting: " + c.offer(), nil
	}
	tag, err := c.send("CAPABILITY")
	if err != nil {
		return "", err
	}
	r, err := c.await(tag, "CAPABILITY", c.learn)
	switch {
	case err != nil:
		return "", err
	case r.name != "OK":
		return "", r.refusal("CAPABILITY")
	case c.caps == nil:
		return "", broken("the server answered CAPABILITY without a list", r.line)
	}
	return c.offer(), nil
}

// learn takes over a capability list that comes before an answer.
func (c *Conversation) learn(r response) (err error) {
	switch {
	case r.kind == continuation:
		return broken("the server asked for more where nothing was to come", r.line)
	case r.name == "CAPABILITY":
		c.caps, err = capabilities(r.text)
	}
	return err
}

func capabilities(list string) ([]string, error) {
	caps := strings.Fields(list)
	if len(caps) > maxCapabilities {
		return nil, broken(fmt.Sprintf("the server named more than %d capabilities", maxCapabilities), list)
	}
	if caps == nil {
		caps = []string{}
	}
	return caps, nil
}

func (c *Conversation) has(capability string) bool {
	return slices.ContainsFunc(c.caps, func(s string) bool { return strings.EqualFold(s, capability) })
}

// mechanisms gives the names behind AUTH=.
func mechanisms(caps []string) []string {
	var list []string
	for _, s := range caps {
		if len(s) > len("AUTH=") && strings.EqualFold(s[:len("AUTH=")], "AUTH=") {
			list = append(list, s[len("AUTH="):])
		}
	}
	return list
}

func (c *Conversation) offer() string {
	list := c.Offered()
	text := "no way to sign in"
	if len(list) > 0 {
		text = "sign in with " + strings.Join(list[:min(len(list), 20)], ", ")
	}
	for _, s := range []string{"SASL-IR", "STARTTLS"} {
		if c.has(s) {
			text += "; " + s
		}
	}
	return text
}
