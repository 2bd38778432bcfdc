// Mailknock knocks on a mail server's door with an OAuth token, shows every
// word both sides say, and tells why the door stays shut.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	"mailknock/ui/desktop"
	"mailknock/ui/run"
	"mailknock/ui/terminal"
)

// version is that of FyneApp.toml.
const version = "0.1.0"

func main() {
	if len(os.Args) > 1 {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		// A second Ctrl-C ends what cannot be stopped, such as reading a pipe.
		context.AfterFunc(ctx, stop)
		code := terminal.New(version).Run(ctx, os.Args[1:])
		stop()
		os.Exit(code)
	}
	if !hasDisplay() {
		fmt.Fprintln(os.Stderr, "mailknock: there is no display here; run: mailknock check --help")
		os.Exit(terminal.ExitUsage)
	}
	if err := window(); err != nil {
		fmt.Fprintln(os.Stderr, "mailknock:", err)
		os.Exit(terminal.ExitFailed)
	}
}

func window() error {
	// The window takes no token from there, and the browser would inherit it.
	if err := os.Unsetenv(terminal.TokenVariable); err != nil {
		return err
	}
	services, err := run.Open(run.Options{})
	if err != nil {
		return err
	}
	defer services.Close()
	if cache, err := os.UserCacheDir(); err == nil {
		// Without it Fyne complains, on a new user's first start.
		_ = os.MkdirAll(cache, 0o700)
	}
	return desktop.Run(services, version, desktop.Options{Sandbox: len(services.Accounts()) == 0})
}

func hasDisplay() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
