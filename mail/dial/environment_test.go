package dial

import (
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestEnvironmentProxy(t *testing.T) {
	for _, c := range []struct {
		environment map[string]string
		address     string
		want        string
	}{
		{nil, "mail.test:993", ""},
		{map[string]string{"ALL_PROXY": "socks5h://p:1080"}, "mail.test:993", "socks5h://p:1080"},
		{map[string]string{"all_proxy": "socks5://p:1080"}, "mail.test:993", "socks5://p:1080"},
		{map[string]string{"HTTPS_PROXY": "http://p:3128"}, "mail.test:993", "http://p:3128"},
		{map[string]string{"https_proxy": "p:3128"}, "mail.test:993", "http://p:3128"},
		{map[string]string{"https_proxy": "10.0.0.1:3128"}, "mail.test:993", "http://10.0.0.1:3128"},
		{map[string]string{"ALL_PROXY": "socks5://a", "HTTPS_PROXY": "http://b"}, "mail.test:993", "socks5://a"},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "mail.test"}, "imap.mail.test:993", ""},
		{map[string]string{"ALL_PROXY": "http://p", "no_proxy": ".mail.test"}, "mail.test:993", "http://p"},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "mail.test:143"}, "mail.test:993", "http://p"},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "192.0.2.0/24"}, "192.0.2.9:993", ""},
		{map[string]string{"ALL_PROXY": "http://p", "NO_PROXY": "*"}, "mail.test:993", ""},
		{map[string]string{"ALL_PROXY": "http://p"}, "localhost:993", ""},
		{map[string]string{"ALL_PROXY": "http://p"}, "[::1]:993", ""},
	} {
		for _, name := range []string{"ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"} {
			t.Setenv(name, c.environment[name])
		}
		got, err := EnvironmentProxy(c.address)
		text := ""
		if got != nil {
			text = got.String()
		}
		if err != nil || text != c.want {
			t.Errorf("%v for %s: %q, %v", c.environment, c.address, text, err)
		}
	}
	t.Setenv("ALL_PROXY", "http://anna:pa%ss/word@p:3128")
	t.Setenv("NO_PROXY", "")
	_, err := (&Dialer{Resolver: fakeResolver{}}).Open(t.Context(), recorder(), wire.Server{Host: "mail.test", Port: 993, Security: wire.ImplicitTLS})
	if failed := as[*ProxyError](t, err); strings.Contains(failed.Error(), "pa%") || strings.Contains(failed.Error(), "word") {
		t.Error(failed)
	}
}
