package e2e

import (
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The light theme's colours, by which a person finds what to press.
var (
	accent = color.RGBA{0x35, 0x54, 0xd1, 0xff}
	green  = color.RGBA{0x17, 0x72, 0x45, 0xff}
)

// window is the program's real window on a screen.
type window struct {
	p      *person
	screen *display
	*process
}

// openWindow starts the program as a person does, without arguments.
func (p *person) openWindow(screen *display) *window {
	p.t.Helper()
	cmd := exec.Command(program(p.t))
	cmd.Dir = p.Dir
	cmd.Env = append(append([]string(nil), p.Env...), "DISPLAY="+screen.Name, "FYNE_THEME=light", "LIBGL_ALWAYS_SOFTWARE=1")
	w := &window{p: p, screen: screen, process: start(p.t, "mailknock", cmd)}
	screen.window("Mailknock")
	return w
}

// look gives what is on the screen. The last look stays as output of the tests.
func (w *window) look() image.Image {
	w.p.t.Helper()
	f, err := os.Open(w.screen.shot("last-look"))
	fatal(w.p.t, err)
	defer f.Close()
	picture, err := png.Decode(f)
	fatal(w.p.t, err)
	return picture
}

// solid finds the first place inside area where a box of the given size has one
// colour, give or take the button's label in it: its border must have it.
func solid(picture image.Image, area image.Rectangle, size image.Point, c color.RGBA) (image.Rectangle, bool) {
	is := func(x, y int) bool {
		r, g, b, _ := picture.At(x, y).RGBA()
		near := func(have uint32, want uint8) bool { d := int(have>>8) - int(want); return d > -12 && d < 12 }
		return near(r, c.R) && near(g, c.G) && near(b, c.B)
	}
	for y := area.Min.Y; y+size.Y <= area.Max.Y; y++ {
	next:
		for x := area.Min.X; x+size.X <= area.Max.X; x++ {
			for i := range size.X {
				if !is(x+i, y) || !is(x+i, y+size.Y-1) {
					continue next
				}
			}
			return image.Rect(x, y, x+size.X, y+size.Y), true
		}
	}
	return image.Rectangle{}, false
}

// find waits until a box of the colour is there.
func (w *window) find(what string, area image.Rectangle, size image.Point, c color.RGBA) image.Rectangle {
	w.p.t.Helper()
	var found image.Rectangle
	w.p.until(what+" can be seen", func(context.Context) bool {
		var ok bool
		found, ok = solid(w.look(), area, size, c)
		return ok
	})
	return found
}

// press clicks into the middle of a box.
func (w *window) press(r image.Rectangle) {
	w.p.t.Helper()
	w.screen.click((r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2)
}

// The parts of the window at 1280 x 820.
var (
	header = image.Rect(900, 30, 1280, 100)
	body   = image.Rect(260, 100, 1280, 820)
	bar    = image.Point{2, 60}
	button = image.Point{50, 26}
)

// TestClickPath is the main job by mouse and keyboard: the sandbox is chosen,
// sign in, allow in a real Chromium, three green checks, save, start anew, and
// check again without a browser.
func TestClickPath(t *testing.T) {
	program(t)
	p := newPerson(t)
	screen := startDisplay(t, 1280, 820)
	browser := p.withChromium(screen)

	w := p.openWindow(screen)
	check := w.find("the Check button", header, button, accent)
	screen.shot("1-start")
	// Sign in stands left of Check.
	screen.click(check.Min.X-50, (check.Min.Y+check.Max.Y)/2)
	browser.click(screen, "/authorize", "#allow")
	browser.wait("/cb/", "document.title", "You are signed in")
	screen.shot("2-signed-in")
	browser.close()

	w.find("the green verdict", body, bar, green)
	screen.shot("3-verdict")
	w.press(w.find("the Save button", body, button, accent))
	w.find("the question where to keep the token", image.Rect(360, 280, 920, 620), button, accent)
	screen.click(649, 406) // An encrypted file
	screen.text("correct horse battery")
	screen.key("Tab")
	screen.text("correct horse battery")
	screen.shot("4-passphrase")
	screen.key("Return")
	p.until("the account is saved", func(context.Context) bool { return len(p.savedAccounts()) == 1 })
	p.until("its refresh token is saved", func(context.Context) bool {
		found, _ := filepath.Glob(filepath.Join(p.Dir, "config", "mailknock", "secrets", "file", "account*.age"))
		return len(found) == 1
	})
	screen.shot("5-saved")
	w.stop()

	w = p.openWindow(screen)
	w.find("the question for the passphrase", image.Rect(420, 280, 860, 560), button, accent)
	screen.text("correct horse battery")
	screen.shot("6-unlock")
	screen.key("Return")
	w.press(w.find("the Check button", header, button, accent))
	w.find("the green verdict", body, bar, green)
	screen.shot("7-checked-again")
	if n := len(p.opened()); n != 1 {
		t.Errorf("the browser was opened %d times", n)
	}
	w.stop()
	saved := p.savedAccounts()
	for _, protocol := range []string{"imap", "pop3", "smtp"} {
		if len(saved) != 1 || !saved[0].Last[protocol].OK {
			t.Errorf("%s is not kept as passed: %+v", protocol, saved)
		}
	}
	p.cleanFiles()
}

type savedAccount struct {
	Name, Provider string
	Last           map[string]struct{ OK bool }
}

// savedAccounts reads the person's accounts file.
func (p *person) savedAccounts() []savedAccount {
	data, err := os.ReadFile(filepath.Join(p.Dir, "config", "mailknock", "accounts.json"))
	if err != nil {
		return nil
	}
	var file struct{ Accounts []savedAccount }
	fatal(p.t, json.Unmarshal(data, &file))
	return file.Accounts
}
