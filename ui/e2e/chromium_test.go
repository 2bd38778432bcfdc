package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// chromium is a real browser as the person's system browser: an xdg-open that
// starts it. What it shows is read and clicked through its debugging port.
type chromium struct {
	p       *person
	profile string
}

// flags keep Chromium from asking the network and the keyring for anything.
const chromiumFlags = "--no-sandbox --test-type --disable-gpu --disable-quic --no-first-run --no-default-browser-check " +
	"--disable-background-networking --disable-component-update --disable-sync --disable-default-apps " +
	"--password-store=basic --ignore-certificate-errors --remote-debugging-port=0 --remote-allow-origins=*"

// withChromium makes Chromium the browser that the program opens. On a display
// it has a window, without one it is headless.
func (p *person) withChromium(on *display) *chromium {
	t := p.t
	t.Helper()
	path := need(t, "chromium", "chromium-browser", "google-chrome")
	c := &chromium{p: p, profile: filepath.Join(p.Dir, "chromium")}
	how := "--headless"
	if on != nil {
		how = "--window-position=0,0"
		p.Env = append(p.Env, "DISPLAY="+on.Name)
	}
	script := fmt.Sprintf("#!/bin/sh\nprintf '%%s\\n' \"$#\" \"$@\" >>%[1]s/opened\necho $$ >%[1]s/chromium.pid\nexec %[2]s %[3]s %[4]s --user-data-dir=%[5]s \"$@\" >%[1]s/chromium.log 2>&1\n",
		p.Dir, path, how, chromiumFlags, c.profile)
	fatal(t, os.WriteFile(filepath.Join(p.Dir, "bin", "xdg-open"), []byte(script), 0o755))
	t.Cleanup(func() {
		c.close()
		if t.Failed() {
			if said, err := os.ReadFile(filepath.Join(p.Dir, "chromium.log")); err == nil {
				t.Logf("--- chromium printed:\n%s", tail(string(said)))
			}
		}
	})
	return c
}

// port waits until the browser runs and gives its debugging port.
func (c *chromium) port() string {
	c.p.t.Helper()
	var port string
	c.p.until("Chromium is there", func(context.Context) bool {
		content, err := os.ReadFile(filepath.Join(c.profile, "DevToolsActivePort"))
		port, _, _ = strings.Cut(string(content), "\n")
		return err == nil && port != ""
	})
	return port
}

// tab is one of the browser's pages.
type tab struct {
	Type, URL, Title string
	Socket           string `json:"webSocketDebuggerUrl"`
}

func (c *chromium) tabs(ctx context.Context) []tab {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+c.port()+"/json/list", nil)
	fatal(c.p.t, err)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil
	}
	defer resp.Body.Close()
	var all []tab
	_ = json.NewDecoder(resp.Body).Decode(&all)
	return all
}

// run evaluates a script in a page and gives its value as text.
func (c *chromium) run(at tab, script string) (string, error) {
	ws, err := websocket.Dial(at.Socket, "", "http://127.0.0.1")
	if err != nil {
		return "", err
	}
	defer ws.Close()
	call := map[string]any{"id": 1, "method": "Runtime.evaluate", "params": map[string]any{"expression": script, "returnByValue": true}}
	if err := websocket.JSON.Send(ws, call); err != nil {
		return "", err
	}
	for {
		var answer struct {
			ID     int
			Result struct {
				Result struct{ Value any }
			}
		}
		if err := websocket.JSON.Receive(ws, &answer); err != nil {
			return "", err
		}
		if answer.ID == 1 {
			return fmt.Sprint(answer.Result.Result.Value), nil
		}
	}
}

// wait runs a script until it says what is wanted.
func (c *chromium) wait(part, script, want string) {
	c.p.t.Helper()
	c.p.until(fmt.Sprintf("%s gives %s on %s", script, want, part), func(ctx context.Context) bool {
		for _, at := range c.tabs(ctx) {
			if at.Type != "page" || !strings.Contains(at.URL, part) {
				continue
			}
			if got, err := c.run(at, script); err == nil && strings.Contains(got, want) {
				return true
			}
		}
		return false
	})
}

// click presses the mouse's button on an element, once it can be seen and does
// not move any more.
func (c *chromium) click(on *display, part, selector string) {
	c.p.t.Helper()
	on.window("Chromium")
	place := fmt.Sprintf(`(() => {
		const e = document.querySelector(%q)
		if (!e || document.readyState !== 'complete') return ''
		const r = e.getBoundingClientRect()
		return [screenX + r.x + r.width / 2, screenY + outerHeight - innerHeight + r.y + r.height / 2].map(Math.round).join(' ')
	})()`, selector)
	var before string
	var x, y int
	c.p.until(selector+" can be clicked on "+part, func(ctx context.Context) bool {
		for _, at := range c.tabs(ctx) {
			if at.Type != "page" || !strings.Contains(at.URL, part) {
				continue
			}
			now, err := c.run(at, place)
			if err == nil && now != "" && now == before {
				_, err = fmt.Sscan(now, &x, &y)
				return err == nil
			}
			before = now
		}
		return false
	})
	on.click(x, y)
}

// close ends the browser, which outlives the program that opened it.
func (c *chromium) close() {
	content, err := os.ReadFile(filepath.Join(c.p.Dir, "chromium.pid"))
	if err != nil {
		return
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	fatal(c.p.t, err)
	if process, err := os.FindProcess(pid); err == nil {
		_ = process.Signal(syscall.SIGTERM)
	}
	// It writes into its profile until its very end.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		if _, err := os.Stat(fmt.Sprintf("/proc/%d/exe", pid)); err != nil {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			if process, err := os.FindProcess(pid); err == nil {
				_ = process.Kill()
			}
			return
		}
	}
}

// TestChromium signs in at oidc-provider with a real browser in a window.
func TestChromium(t *testing.T) {
	program(t)
	idp := startIDP(t, newAuthority(t))
	d := startDovecot(t, idp, dovecotOptions{})
	p := newPerson(t)
	screen := startDisplay(t, 1280, 900)
	c := p.withChromium(screen)
	doors := secured(d.doors(), "tls")[:2]

	type ended struct {
		result
		err error
	}
	end := make(chan ended, 1)
	go func() {
		r, err := p.try(nil, signinArgs(idp, "mailknock-opaque", doors)...)
		end <- ended{r, err}
	}()
	c.click(screen, "/interaction/", "input[name=login]")
	screen.key("ctrl+a") // what the program's hint filled in
	screen.text(anna)
	screen.key("Tab")
	screen.text("any")
	screen.key("Return")
	c.wait("/interaction/", "document.readyState + document.querySelector('input[name=prompt]').value", "completeconsent")
	screen.shot("consent")
	c.click(screen, "/interaction/", "button[type=submit]")
	r := <-end
	fatal(t, r.err)
	if r.Code != 0 {
		t.Fatalf("signin: %s", r)
	}
	c.wait("http://127.0.0.1:", "document.title", "You are signed in")
	screen.shot("signed-in")
	if r := p.run("check", "--account", "anna"); r.Code != 0 {
		t.Errorf("check: %s", r)
	}
	if n := len(p.opened()); n != 1 {
		t.Errorf("the browser was opened %d times", n)
	}
}
