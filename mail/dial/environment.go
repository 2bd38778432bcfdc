package dial

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"

	"golang.org/x/net/http/httpproxy"

	"mailknock/mail/wire"
)

// EnvironmentProxy gives the proxy for HOST:PORT that the environment names:
// ALL_PROXY, else HTTPS_PROXY, each also in small letters, unless NO_PROXY
// excludes the address. Loopback addresses never have one.
func EnvironmentProxy(address string) (*url.URL, error) {
	proxy := first("ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy")
	if proxy == "" {
		return nil, nil
	}
	if !parses(proxy) && !parses("http://"+proxy) {
		// The text is not quoted: it may hold a password.
		return nil, errors.New("the address in the environment (ALL_PROXY or HTTPS_PROXY) cannot be read: write it like http://proxy.example.org:3128")
	}
	config := httpproxy.Config{HTTPSProxy: proxy, NoProxy: first("NO_PROXY", "no_proxy")}
	return config.ProxyFunc()(&url.URL{Scheme: "https", Host: address})
}

func parses(proxy string) bool {
	u, err := url.Parse(proxy)
	return err == nil && u.Host != ""
}

func first(names ...string) string {
	for _, name := range names {
		if value := os.Getenv(name); value != "" {
			return value
		}
	}
	return ""
}

// proxyFor asks for the proxy and checks that it is of a kind that is known.
func (d *Dialer) proxyFor(host string, port int) (*url.URL, error) {
	if wire.IsLoopback(host) {
		return nil, nil
	}
	ask := d.Proxy
	if ask == nil {
		ask = EnvironmentProxy
	}
	proxy, err := ask(net.JoinHostPort(host, strconv.Itoa(port)))
	if err != nil {
		return nil, &ProxyError{Err: err}
	}
	if proxy == nil {
		return nil, nil
	}
	if _, known := proxyPorts[proxy.Scheme]; !known || proxy.Hostname() == "" {
		return nil, &ProxyError{Proxy: shown(proxy), Err: fmt.Errorf("not a kind of proxy that is known: use http, https, socks5 or socks5h")}
	}
	return proxy, nil
}

var proxyPorts = map[string]int{"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}

func proxyPort(proxy *url.URL) int {
	if port, err := strconv.Atoi(proxy.Port()); err == nil {
		return port
	}
	return proxyPorts[proxy.Scheme]
}

// shown gives the proxy's address without user and password.
func shown(proxy *url.URL) string { return proxy.Scheme + "://" + proxy.Host }
