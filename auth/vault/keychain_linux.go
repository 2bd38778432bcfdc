package vault

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	secretsName = "org.freedesktop.secrets"
	secretsPath = "/org/freedesktop/secrets"
	loginPath   = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	defaultPath = dbus.ObjectPath("/org/freedesktop/secrets/aliases/default")
)

// systemReady says Absent where the library would start a session bus, and
// with it a keyring, of its own: two stray processes and an empty keychain.
// The library does not look into XDG_RUNTIME_DIR; a bus that lies there it is
// told of.
func systemReady(context.Context) error {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && !strings.HasPrefix(address, "autolaunch:") {
		return nil
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = "/run/user/" + strconv.Itoa(os.Getuid())
	}
	socket := filepath.Join(dir, "bus")
	if info, err := os.Stat(socket); err != nil || info.Mode()&os.ModeSocket == 0 {
		return &KeychainError{State: Absent, Err: errors.New("no session bus")}
	}
	return os.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+dbus.EscapeBusAddressValue(socket))
}

// systemProbe looks at the Secret Service without unlocking anything.
func systemProbe(ctx context.Context) error {
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), dbus.WithContext(ctx))
	if err != nil {
		return &KeychainError{State: Absent, Err: err}
	}
	defer conn.Close()
	service := conn.Object(secretsName, secretsPath)
	var all dbus.Variant
	if err := property(ctx, service, "org.freedesktop.Secret.Service", "Collections", &all); err != nil {
		return err
	}
	collection := defaultPath
	paths, _ := all.Value().([]dbus.ObjectPath)
	for _, p := range paths {
		if p == loginPath {
			collection = p
		}
	}
	var locked dbus.Variant
	if err := property(ctx, conn.Object(secretsName, collection), "org.freedesktop.Secret.Collection", "Locked", &locked); err != nil {
		return err
	}
	if is, _ := locked.Value().(bool); is {
		return &KeychainError{State: Locked}
	}
	return nil
}

func property(ctx context.Context, object dbus.BusObject, face, name string, value *dbus.Variant) error {
	err := object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, face, name).Store(value)
	if err != nil {
		return &KeychainError{State: classify(err), Err: err}
	}
	return nil
}

// classify knows the errors of the session bus and of the library. What they
// have no name for is Failed, with their words.
func classify(err error) State {
	var bus dbus.Error
	if errors.As(err, &bus) {
		switch bus.Name {
		case "org.freedesktop.Secret.Error.IsLocked":
			return Locked
		case "org.freedesktop.Secret.Error.NoSuchObject", "org.freedesktop.DBus.Error.ServiceUnknown",
			"org.freedesktop.DBus.Error.NameHasNoOwner", "org.freedesktop.DBus.Error.UnknownObject",
			"org.freedesktop.DBus.Error.UnknownMethod", "org.freedesktop.DBus.Error.UnknownInterface":
			return Absent
		}
		if strings.HasPrefix(bus.Name, "org.freedesktop.DBus.Error.Spawn.") {
			return Absent
		}
		return Failed
	}
	text := err.Error()
	switch {
	case strings.HasPrefix(text, "failed to unlock correct collection"):
		return Locked
	case strings.HasPrefix(text, "dial "), strings.HasPrefix(text, "dbus: "):
		return Absent
	}
	return Failed
}
