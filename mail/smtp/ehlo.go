package smtp

import (
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"

	"mailknock/mail/wire"
)

// Capabilities says EHLO, and HELO to a server that does not know it: such a
// server offers nothing, neither STARTTLS nor a sign-in.
func (c *Conversation) Capabilities(ctx context.Context) (detail string, err error) {
	c.extensions = nil
	name, err := c.name()
	if err != nil {
		return "", err
	}
	r, err := c.command(ctx, "EHLO", "EHLO "+name)
	if err != nil {
		return "", err
	}
	switch r.status {
	case 250:
		if len(r.lines) > 0 {
			c.extensions = r.lines[1:]
		}
		return strings.Join(c.extensions, ", "), nil
	case 500, 502:
		if r, err = c.command(ctx, "HELO", "HELO "+name); err != nil {
			return "", err
		}
		if r.status != 250 {
			return "", r.refusal("HELO")
		}
		return "the server knows HELO only", nil
	}
	return "", r.refusal("EHLO")
}

// extension gives the words after an EHLO keyword. "AUTH=" is how some old
// servers write "AUTH ".
func (c *Conversation) extension(keyword string) (words []string, ok bool) {
	for _, line := range c.extensions {
		fields := strings.Fields(strings.Replace(line, "=", " ", 1))
		if len(fields) > 0 && strings.EqualFold(fields[0], keyword) {
			words, ok = append(words, fields[1:]...), true
		}
	}
	return words, ok
}

// maxSize gives the largest message that the server takes, 0 when it does not
// say (RFC 1870).
func (c *Conversation) maxSize() int64 {
	words, _ := c.extension("SIZE")
	if len(words) == 0 {
		return 0
	}
	n, err := strconv.ParseInt(words[0], 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// name is what EHLO says (RFC 5321 section 4.1.1.1). Gmail and others refuse
// names that cannot be a host's.
func (c *Conversation) name() (string, error) {
	name := c.options.Name
	if name == "" {
		host, err := os.Hostname()
		if err != nil || checkName(host) != nil {
			host = "[127.0.0.1]"
		}
		return host, nil
	}
	if err := checkName(name); err != nil {
		return "", err
	}
	return name, nil
}

func checkName(name string) error {
	if literal, ok := strings.CutPrefix(name, "["); ok {
		literal, closed := strings.CutSuffix(literal, "]")
		if closed && net.ParseIP(strings.TrimPrefix(literal, "IPv6:")) != nil {
			return nil
		}
		return fmt.Errorf("%q is not an address literal: EHLO wants one like [192.0.2.1] or [IPv6:2001:db8::1]", name)
	}
	if err := wire.CheckHost(name); err != nil {
		return err
	}
	if !ascii(name) || !strings.Contains(strings.Trim(name, "."), ".") {
		return fmt.Errorf("%q is not a full host name: EHLO wants one with a dot, in ASCII", name)
	}
	return nil
}

func ascii(s string) bool {
	for n := range len(s) {
		if s[n] >= 0x80 {
			return false
		}
	}
	return true
}
