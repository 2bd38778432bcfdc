package e2e

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// display is a screen that nobody sees, with a mouse and a keyboard.
type display struct {
	t    testing.TB
	Name string // for DISPLAY
}

func startDisplay(t testing.TB, width, height int) *display {
	t.Helper()
	xvfb := need(t, "Xvfb")
	need(t, "xdotool")
	need(t, "import")
	read, write, err := os.Pipe()
	fatal(t, err)
	defer read.Close()
	cmd := exec.Command(xvfb, "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height), "-nolisten", "tcp", "+extension", "GLX")
	cmd.ExtraFiles = []*os.File{write}
	start(t, "Xvfb", cmd)
	write.Close()
	number, err := io.ReadAll(io.LimitReader(read, 20))
	if err != nil || len(number) == 0 {
		t.Fatalf("Xvfb gave no display: %v", err)
	}
	return &display{t: t, Name: ":" + strings.TrimSpace(string(number))}
}

// do runs xdotool and gives what it prints.
func (d *display) do(args ...string) string {
	d.t.Helper()
	return d.tool("xdotool", args...)
}

func (d *display) tool(name string, args ...string) string {
	d.t.Helper()
	said, err := d.try(name, args...)
	if err != nil {
		d.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, said)
	}
	return said
}

func (d *display) try(name string, args ...string) (said string, err error) {
	ctx, cancel := context.WithTimeout(d.t.Context(), readyWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+d.Name)
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// click presses the mouse's left button at a point of the screen.
func (d *display) click(x, y int) {
	d.t.Helper()
	d.do("mousemove", fmt.Sprint(x), fmt.Sprint(y), "click", "1")
}

// key presses keys, named as xdotool does: Tab, Return, ctrl+s.
func (d *display) key(keys ...string) {
	d.t.Helper()
	d.do(append([]string{"key", "--clearmodifiers"}, keys...)...)
}

// text types a text where the focus is.
func (d *display) text(text string) {
	d.t.Helper()
	d.do("type", "--delay", "5", text)
}

// window waits for a window and gives its id.
func (d *display) window(name string) string {
	d.t.Helper()
	const tries = 5
	var said string
	var err error
	for range tries {
		said, err = d.try("xdotool", "search", "--sync", "--onlyvisible", "--name", name)
		// A window that goes while xdotool looks at it ends the search.
		if err == nil || !strings.Contains(said, "BadWindow") {
			break
		}
	}
	if err != nil {
		d.t.Fatalf("no window %q: %v\n%s", name, err, said)
	}
	id, _, _ := strings.Cut(said, "\n")
	return id
}

// shot keeps a picture of the screen as output of the tests.
func (d *display) shot(name string) string {
	d.t.Helper()
	dir := mkdir(d.t, filepath.Join("output", d.t.Name()))
	file := filepath.Join(dir, name+".png")
	d.tool("import", "-window", "root", file)
	return file
}
