package auth

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// ServeHTTP answers one request to the catcher. What is not the browser's own
// navigation to the redirect URI is turned away before its query is looked at.
func (c *catcher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.requests++
	c.mu.Unlock()
	setHeaders(w.Header())
	if status := c.turnAway(r); status != 0 {
		if status == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", http.MethodGet)
		}
		w.WriteHeader(status)
		return
	}
	conn, _ := r.Context().Value(connKey{}).(net.Conn)
	held := &heldPage{outcome: make(chan outcome, 1), closed: c.watch(conn)}
	v, why := c.attempt.accept(r.URL.RawQuery, held)
	switch v {
	case accepted:
		c.conns.keep(conn)
		c.attempt.rec.In([]byte("GET "+r.URL.EscapedPath()+"?"+maskForm(c.attempt.rec, r.URL.RawQuery)), false)
		writePage(w, c.wait(held.outcome))
	case used:
		writePage(w, alreadyUsed)
	case malformed:
		c.attempt.complain(why)
		writePage(w, broken)
	default:
		writePage(w, notOurs)
	}
}

// turnAway gives the status for a request that is not an answer, 0 for one
// that may be.
func (c *catcher) turnAway(r *http.Request) int {
	switch {
	case r.URL.IsAbs() || r.URL.Host != "":
		return http.StatusBadRequest
	case r.Host != c.attempt.authority:
		// A page of another host, by DNS rebinding (RFC 9110 section 7.4).
		return http.StatusMisdirectedRequest
	case r.Method != http.MethodGet:
		return http.StatusMethodNotAllowed
	case strings.Contains(r.Header.Get("Sec-Purpose"), "prefetch"), r.Header.Get("Purpose") == "prefetch",
		r.Header.Get("X-Moz") == "prefetch":
		return http.StatusNoContent
	case r.URL.EscapedPath() != c.attempt.path:
		c.astray(r.URL)
		return http.StatusNotFound
	}
	if dest := r.Header.Values("Sec-Fetch-Dest"); len(dest) > 1 || len(dest) == 1 && dest[0] != "document" {
		return http.StatusForbidden
	}
	return 0
}

// astray counts an answer to another path: another attempt's, or another
// provider's.
func (c *catcher) astray(u *url.URL) {
	values, _ := url.ParseQuery(u.RawQuery)
	if values.Has("code") || values.Has("error") || values.Has("state") {
		c.attempt.count(values)
	}
}

// wait holds the page back until the code was exchanged, so that it tells the
// truth. It does not wait for ever: the exchange has its deadline, and the end
// of the attempt ends it.
func (c *catcher) wait(done <-chan outcome) outcome {
	select {
	case o := <-done:
		return o
	case <-c.closing:
	}
	select {
	case o := <-done:
		return o
	default:
		return stopped
	}
}

// watch gives a channel that is closed together with the connection.
func (c *catcher) watch(conn net.Conn) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	closed := c.closed[conn]
	if closed == nil {
		closed = make(chan struct{})
		c.closed[conn] = closed
	}
	return closed
}

func (c *catcher) requestCount() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}
