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
	reason string
}

// layers has every package of the module.
var layers = map[string]layer{
	".":             {may: []string{"ui/desktop", "ui/terminal", "ui/run"}, reason: "main builds the services and picks the face, no more"},
	"ui/desktop":    {may: []string{"ui/run", "auth/...", "mail/...", "assets"}, reason: "the window knows nothing of the terminal"},
	"ui/terminal":   {may: []string{"ui/run", "auth/...", "mail/...", "assets"}, reason: "the terminal works where no window can open"},
	"ui/run":        {may: []string{"auth/...", "mail/...", "assets"}, reason: "a run is the same for both faces, so it knows neither"},
	"auth":          {may: []string{"auth/token", "mail/wire", "assets"}, reason: "signing in knows no mail protocol"},
	"auth/token":    {std: true, reason: "a leaf: looking into a token asks nobody"},
	"auth/vault":    {may: []string{"mail/wire"}, reason: "the vault keeps secrets and knows neither accounts nor protocols"},
	"mail":          {may: []string{"auth/token", "mail/imap", "mail/pop3", "mail/smtp", "mail/dial", "mail/sasl", "mail/wire"}, reason: "a check drives conversations; its token comes from above"},
	"mail/imap":     {may: []string{"mail/sasl", "mail/wire"}, reason: "one conversation, which knows no other"},
	"mail/pop3":     {may: []string{"mail/sasl", "mail/wire"}, reason: "one conversation, which knows no other"},
	"mail/smtp":     {may: []string{"mail/sasl", "mail/wire"}, reason: "one conversation, which knows no other"},
	"mail/dial":     {may: []string{"mail/wire"}, reason: "a connection is opened before any protocol is spoken"},
	"mail/sasl":     {may: []string{"auth/token", "mail/wire"}, std: true, reason: "a leaf: both mechanisms are ours"},
	"mail/wire":     {reason: "the events are below everything that emits them"},
	"mail/accounts": {may: []string{"mail", "mail/sasl", "mail/wire"}, reason: "saving an account starts no check"},
	"mail/provider": {may: []string{"assets", "mail/sasl", "mail/wire"}, reason: "a provider is data"},
	"mail/diagnose": {may: []string{"mail", "mail/sasl", "mail/wire", "auth/token", "assets"}, reason: "a diagnosis reads what happened and asks nobody"},
	"mail/report":   {may: []string{"mail", "mail/sasl", "mail/wire", "mail/diagnose", "auth/token"}, reason: "a report draws from the events"},
	"mail/sandbox":  {may: []string{"assets", "mail/wire"}, std: true, reason: "the other side: with the client's protocol code it would share the client's mistakes"},
	"assets":        {std: true, reason: "data imports nothing"},
}

// TestLayers holds the arrows between the packages, on every system's files.
func TestLayers(t *testing.T) {
	for _, f := range sources(t) {
		l, ok := layers[f.pkg]
		if !ok {
			t.Errorf("%s: the package %s has no place among the layers; give it one in layers_test.go, with its reason", f.name, f.pkg)
			continue
		}
		for _, imported := range f.imports {
			inner, own := strings.CutPrefix(imported, module+"/")
			switch {
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
			if strings.HasPrefix(imported, "fyne.io/") && f.pkg != "ui/desktop" {
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
	}
	for _, f := range sources(t) {
		if !strings.HasPrefix(f.pkg, "auth") && !strings.HasPrefix(f.pkg, "mail") {
			continue
		}
		if slices.Contains(f.imports, "log") {
			t.Errorf("%s imports log, but the core emits events and does not log", f.name)
		}
		ast.Inspect(f.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && said[x.Name+"."+sel.Sel.Name] {
				t.Errorf("%s uses %s.%s, but the core emits events and does not print", f.name, x.Name, sel.Sel.Name)
			}
			return true
		})
	}
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
