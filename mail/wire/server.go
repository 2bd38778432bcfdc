package wire

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Security is how a connection is protected.
type Security string

// There is no opportunistic mode (RFC 8314 section 5.2). Plain is allowed for
// loopback addresses only.
const (
	ImplicitTLS Security = "tls"
	STARTTLS    Security = "starttls"
	Plain       Security = "plain"
)

// Server is where a conversation goes.
type Server struct {
	// Host is a name or an IP address, without brackets.
	Host     string
	Port     int
	Security Security
}

// Address gives host:port, with brackets around an IPv6 address.
func (s Server) Address() string {
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// String gives host:port/security, which ParseServer reads back.
func (s Server) String() string { return s.Address() + "/" + string(s.Security) }

// MarshalText gives the form of String.
func (s Server) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the form of String.
func (s *Server) UnmarshalText(text []byte) error {
	parsed, err := ParseServer(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// ParseServer reads HOST:PORT, optionally followed by /tls, /starttls or
// /plain. Without it the port decides: the ports registered for a start in
// clear mean starttls, every other port means tls (RFC 8314 section 3).
// The error is a sentence for the person who typed the text.
func ParseServer(text string) (Server, error) {
	address, mode, hasMode := strings.Cut(strings.TrimSpace(text), "/")
	host, portText, err := net.SplitHostPort(address)
	if err != nil || host == "" {
		return Server{}, fmt.Errorf("%q is not a server: type HOST:PORT, for example imap.example.org:993", text)
	}
	if err := CheckHost(host); err != nil {
		return Server{}, err
	}
	port, err := strconv.Atoi(portText)
	if err != nil || port < 1 || port > 65535 {
		return Server{}, fmt.Errorf("%q is not a port: type a number from 1 to 65535", portText)
	}
	security := ImplicitTLS
	switch port {
	case 25, 110, 143, 587:
		security = STARTTLS
	}
	if hasMode {
		switch Security(strings.ToLower(mode)) {
		case ImplicitTLS, STARTTLS, Plain:
			security = Security(strings.ToLower(mode))
		default:
			return Server{}, fmt.Errorf("%q is not a kind of security: type tls, starttls or plain", mode)
		}
	}
	return Server{Host: host, Port: port, Security: security}, nil
}

// CheckHost refuses what cannot be a host name or an IP address. Names in
// other scripts are accepted; they are sent in their ASCII form.
func CheckHost(host string) error {
	if host == "" {
		return errors.New("the host name is empty")
	}
	if len(host) > 253 {
		return errors.New("the host name is longer than 253 characters")
	}
	if !utf8.ValidString(host) || Visible([]byte(host)) != host {
		return fmt.Errorf("the host name %q holds a character that nobody can see", host)
	}
	for _, r := range host {
		if r <= ' ' || r == 0x7f || strings.ContainsRune(`/\@"'<>(),;[]`, r) {
			return fmt.Errorf("the host name %q holds a character that no host name has: %q", host, r)
		}
	}
	return nil
}

// IsLoopback tells whether host is this machine: localhost, 127.0.0.0/8, ::1.
func IsLoopback(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
