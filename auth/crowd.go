package auth

import (
	"net"
	"slices"
	"sync"
)

// maxConns bounds the connections to a catcher.
const maxConns = 128

// crowd is the open connections, the oldest first. When there are too many the
// oldest goes, so that silent ones cannot keep the browser out.
type crowd struct {
	mu   sync.Mutex
	list []net.Conn
}

func (c *crowd) add(conn net.Conn) {
	c.mu.Lock()
	var oldest net.Conn
	if len(c.list) >= maxConns {
		oldest = c.list[0]
		c.list = c.list[1:]
	}
	c.list = append(c.list, conn)
	c.mu.Unlock()
	if oldest != nil {
		_ = oldest.Close()
	}
}

func (c *crowd) remove(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := slices.Index(c.list, conn); at >= 0 {
		c.list = slices.Delete(c.list, at, at+1)
	}
}

// keep takes a connection out of the crowd: it has brought the answer, and
// waits for its page.
func (c *crowd) keep(conn net.Conn) { c.remove(conn) }
