package pop3

import (
	"context"
	"errors"
	"slices"
	"strings"

	"mailknock/mail/wire"
)

// Capabilities asks CAPA (RFC 2449). A server that does not know CAPA is asked
// AUTH alone, which lists its mechanisms on some; not knowing that either is
// no error here.
func (c *Conversation) Capabilities(ctx context.Context) (detail string, err error) {
	c.forget()
	var no *wire.Refusal
	switch _, err = c.command(ctx, "CAPA"); {
	case errors.As(err, &no):
		return c.withoutCapa(ctx)
	case err != nil:
		return "", err
	}
	lines, err := c.lines(ctx, "CAPA")
	if err != nil {
		return "", err
	}
	c.capabilities = lines
	for _, line := range lines {
		if words := strings.Fields(line); len(words) > 0 && strings.EqualFold(words[0], "SASL") {
			c.mechanisms = append(c.mechanisms, words[1:]...)
		}
	}
	return strings.Join(lines, ", "), nil
}

func (c *Conversation) withoutCapa(ctx context.Context) (string, error) {
	c.noCapa = true
	var no *wire.Refusal
	switch _, err := c.command(ctx, "AUTH"); {
	case errors.As(err, &no):
		return "the server knows neither CAPA nor a list of its mechanisms", nil
	case err != nil:
		return "", err
	}
	lines, err := c.lines(ctx, "AUTH")
	if err != nil {
		return "", err
	}
	for _, line := range lines {
		c.mechanisms = append(c.mechanisms, strings.Fields(line)...)
	}
	if len(c.mechanisms) > 0 {
		c.capabilities = []string{"SASL " + strings.Join(c.mechanisms, " ")}
	}
	return "no CAPA; AUTH lists " + strings.Join(c.mechanisms, ", "), nil
}

// has tells whether CAPA named the capability.
func (c *Conversation) has(name string) bool {
	return slices.ContainsFunc(c.capabilities, func(line string) bool {
		words := strings.Fields(line)
		return len(words) > 0 && strings.EqualFold(words[0], name)
	})
}
