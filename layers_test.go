package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "mailknock"

// layer says which packages of the module a package may import; "x/..." stands
// for x and all below it.
type layer struct {
	may    []string
	std    bool // nothing but the standard library beside them
	tests  bool // only tests import it
	reason string
}

// layers has every package of the module; "x/..." stands for x and all below it.
var layers = map[string]layer{
	".":                 {may: []string{"ui/desktop", "ui/terminal", "ui/run"}, reason: "main builds the services and picks the face, no more"},
	"ui/desktop/...":    {may: []string{"ui/desktop/...", "ui/run", "auth/...", "mail/...", "assets"}, reason: "the window knows nothing of the terminal"},
	"ui/terminal":       {may: []string{"ui/run", "auth/...", "mail/...", "assets"}, reason: "the terminal works where no window can open"},
	"ui/run":            {may: []string{"auth/...", "mail/...", "assets"}, reason: "a run is the same for both faces, so it knows neither"},
	"auth":              {may: []string{"auth/token", "mail/wire", "assets"}, reason: "signing in knows no mail protocol"},
	"auth/safefile":     {reason: "a leaf: it knows files, and not what is in them"},
	"auth/token":        {std: true, reason: "a leaf: looking into a token asks nobody"},
	"auth/vault":        {may: []string{"auth/safefile", "mail/wire"}, reason: "the vault keeps secrets and knows neither accounts nor protocols"},
	"mail":              {may: []string{"auth/token", "mail/imap", "mail/pop3", "mail/smtp", "mail/dial", "mail/sasl", "mail/wire"}, reason: "a check drives conversations; its token comes from above"},
	"mail/imap":         {may: []string{"auth/token", "mail/sasl", "mail/wire"}, reason: "one conversation, which knows no other; what it says of a token it may read from it"},
	"mail/pop3":         {may: []string{"auth/token", "mail/sasl", "mail/wire"}, reason: "one conversation, which knows no other; what it says of a token it may read from it"},
	"mail/smtp":         {may: []string{"auth/token", "mail/sasl", "mail/wire"}, reason: "one conversation, which knows no other; what it says of a token it may read from it"},
	"mail/dial":         {may: []string{"mail/wire"}, reason: "a connection is opened before any protocol is spoken"},
	"mail/sasl":         {may: []string{"auth/token", "mail/wire"}, std: true, reason: "a leaf: both mechanisms are ours"},
	"mail/wire":         {reason: "the events are below everything that emits them"},
	"mail/accounts":     {may: []string{"auth/safefile", "mail", "mail/provider", "mail/sasl", "mail/wire"}, reason: "saving an account starts no check"},
	"mail/provider":     {may: []string{"assets", "mail/sasl", "mail/wire"}, reason: "a provider is data"},
	"mail/diagnose/...": {may: []string{"mail", "mail/diagnose/...", "mail/dial", "mail/imap", "mail/sasl", "mail/wire", "auth", "auth/token", "assets"}, reason: "a diagnosis reads what happened and asks nobody"},
	"mail/discover":     {may: []string{"mail/provider", "mail/sasl", "mail/wire", "assets"}, reason: "filling a form from an address signs nobody in: it names the issuer, and auth asks it"},
	"mail/report":       {may: []string{"mail", "mail/sasl", "mail/wire", "mail/diagnose/...", "auth/token"}, reason: "a report draws from the events"},
	"mail/sandbox":      {may: []string{"assets", "mail/wire"}, std: true, reason: "the other side: with the client's protocol code it would share the client's mistakes"},
	"assets":            {std: true, reason: "data imports nothing"},

	"auth/safefile/killtest": {std: true, tests: true, reason: "a second process, for the tests of whatever shares files with one"},
	"mail/wire/wiretest":     {may: []string{"mail/sasl", "mail/wire"}, tests: true, reason: "it plays the server to every conversation, so it knows none"},
}

// TestVersion holds the two places of the version together.
func TestVersion(t *testing.T) {
	data, err := os.ReadFile("FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `Version = "`+version+`"`) {
		t.Errorf("main.go says %s, FyneApp.toml something else:\n%s", version, data)
	}
}

// TestLayers holds the arrows between the packages, on every system's files.
func TestLayers(t *testing.T) {
	for _, f := range sources(t) {
		l, ok := layerOf(f.pkg)
		if !ok {
			t.Errorf("%s: the package %s has no place among the layers; give it one in layers_test.go, with its reason", f.name, f.pkg)
			continue
		}
		for _, imported := range f.imports {
			inner, own := strings.CutPrefix(imported, module+"/")
			switch {
			case own && layers[inner].tests:
				t.Errorf("%s imports %s, but only tests do: %s", f.name, imported, layers[inner].reason)
			case own && !slices.ContainsFunc(l.may, func(pattern string) bool { return matches(pattern, inner) }):
				t.Errorf("%s imports %s, but %s", f.name, imported, l.reason)
			case !own && l.std && strings.Contains(strings.Split(imported, "/")[0], "."):
				t.Errorf("%s imports %s, but %s", f.name, imported, l.reason)
			}
		}
	}
}

// TestOnlyTheWindowImportsFyne keeps the rest buildable and testable without a
// display, and the toolkit replaceable.
func TestOnlyTheWindowImportsFyne(t *testing.T) {
	var apps []string
	for _, f := range sources(t) {
		for _, imported := range f.imports {
			if strings.HasPrefix(imported, "fyne.io/") && !matches("ui/desktop/...", f.pkg) {
				t.Errorf("%s imports %s, but only ui/desktop imports Fyne", f.name, imported)
			}
			if imported == "fyne.io/fyne/v2/app" {
				apps = append(apps, f.name)
			}
		}
	}
	if len(apps) > 1 {
		t.Errorf("fyne.io/fyne/v2/app is imported by %v, but the window is made in one place", apps)
	}
}

// TestTheCoreIsSilent: auth and mail neither print nor log; they emit events.
func TestTheCoreIsSilent(t *testing.T) {
	said := map[string]bool{
		"fmt.Print": true, "fmt.Printf": true, "fmt.Println": true,
		"os.Stdout": true, "os.Stderr": true,
		"log.Print": true, "log.Printf": true, "log.Println": true, "log.Default": true,
		"slog.Debug": true, "slog.Info": true, "slog.Warn": true, "slog.Error": true, "slog.Default": true,
	}
	for _, f := range sources(t) {
		core := strings.HasPrefix(f.pkg, "auth") || strings.HasPrefix(f.pkg, "mail")
		if !core || layers[f.pkg].tests {
			continue
		}
		ast.Inspect(f.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && said[x.Name+"."+sel.Sel.Name] {
				t.Errorf("%s uses %s.%s, but the core emits events and neither prints nor logs", f.name, x.Name, sel.Sel.Name)
			}
			return true
		})
	}
}

// layerOf gives the layer of a package, or that of "x/..." above it.
func layerOf(pkg string) (layer, bool) {
	if l, ok := layers[pkg]; ok {
		return l, true
	}
	for at := pkg; at != "."; at = path.Dir(at) {
		if l, ok := layers[at+"/..."]; ok {
			return l, true
		}
	}
	return layer{}, false
}

// matches tells whether a layer's pattern covers a package.
func matches(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pkg == pattern
}

type source struct {
	name, pkg string
	imports   []string
	file      *ast.File
}

// sources parses every file of the module that is not a test.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	root := os.DirFS(".")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s := source{name: name, pkg: path.Dir(name), file: file}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
