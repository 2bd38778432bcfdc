package accounts

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDamagedFile: never overwritten, set aside, the copy used, said (D7).
func TestDamagedFile(t *testing.T) {
	whole := readFile(t, "testdata/accounts-v1.json")
	damages := map[string]string{
		"empty": "", "zeros": strings.Repeat("\x00", 4096), "random": "\xff\xfe\x00rubbish", "list": "[]", "null": "null",
		"no version": `{"accounts":[]}`, "version 0": `{"version":0}`, "version in words": `{"version":"1"}`,
		"accounts are a word": `{"version":1,"accounts":"x"}`, "two documents": whole + whole,
		"html": "<html>", "deep": strings.Repeat("[", 100_000),
	}
	for n := range len(whole) - 2 {
		if n%37 == 0 {
			damages["cut at "+whole[:n]] = whole[:n]
		}
	}
	for name, damaged := range damages {
		dir := t.TempDir()
		path := filepath.Join(dir, fileName)
		writeFile(t, path, damaged)
		writeFile(t, path+".bak", whole)
		s := openStore(t, dir)
		if len(s.List()) != 2 {
			t.Errorf("%.30q: %d accounts", name, len(s.List()))
		}
		wantNotice(t, s, "accounts.json is damaged; it is now accounts.json.broken-")
		aside := broken(t, dir)
		if len(aside) != 1 || readFile(t, aside[0]) != damaged {
			t.Errorf("%.30q: set aside %q", name, aside)
		}
		save(t, s, account("new"))
		if again := openStore(t, dir); len(again.List()) != 3 || readFile(t, aside[0]) != damaged {
			t.Errorf("%.30q: %d accounts after a save", name, len(again.List()))
		}
	}
}

func TestDamagedFileAndCopy(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		writeFile(t, filepath.Join(dir, fileName), "one")
		writeFile(t, filepath.Join(dir, backupName), "two")
		s := openStore(t, dir)
		wantNotice(t, s, "The list starts empty")
		if s.ReadOnly() != "" {
			t.Error("the store does not work")
		}
	}
	if n := len(broken(t, dir)); n != 4 {
		t.Errorf("%d files set aside, want 4", n)
	}
	save(t, openStore(t, dir), account("new"))
}

func TestDamagedWithoutCopy(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, fileName), "one")
	s := openStore(t, dir)
	wantNotice(t, s, "The list starts empty")
	if len(broken(t, dir)) != 1 {
		t.Error("not set aside")
	}
}

func TestMissingFile(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, backupName), readFile(t, "testdata/accounts-v1.json"))
	s := openStore(t, dir)
	wantNotice(t, s, "accounts.json is missing")
	if len(s.List()) != 2 {
		t.Errorf("%d accounts", len(s.List()))
	}
	if again := openStore(t, dir); len(again.List()) != 2 {
		t.Error("the copy was not put back")
	}
}

// TestHugeFile is not read (D7).
func TestHugeFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	writeFile(t, path, "")
	if err := os.Truncate(path, 2<<30); err != nil {
		t.Skip(err)
	}
	s := openStore(t, dir)
	wantNotice(t, s, "accounts.json is damaged")
	if len(broken(t, dir)) != 1 {
		t.Error("not set aside")
	}
}

// TestDamagedWhileRunning: a save and Reload repair as Open does.
func TestDamagedWhileRunning(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, fileName)
	s := openStore(t, dir)
	save(t, s, account("a"))
	save(t, s, account("b"))
	writeFile(t, path, "rubbish")
	save(t, s, account("c"))
	wantNotice(t, s, "accounts.json is damaged")
	if got := users(s); len(got) != 2 || got[1] != "c" {
		t.Errorf("users %q", got)
	}
	writeFile(t, path, "rubbish")
	if changed, err := s.Reload(); err != nil || !changed {
		t.Errorf("Reload: %v %v", changed, err)
	}
	if len(broken(t, dir)) != 2 {
		t.Errorf("set aside %q", broken(t, dir))
	}
}

func TestByteOrderMark(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, fileName), "\xef\xbb\xbf"+readFile(t, "testdata/accounts-v1.json"))
	if s := openStore(t, dir); len(s.List()) != 2 {
		t.Errorf("%d accounts, %q", len(s.List()), s.Notices())
	}
}

// TestHandEdits: an account that cannot be read stays in the file, its
// neighbours work.
func TestHandEdits(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, fileName), `{"version":1,"accounts":[
		null, 5, {"id":"a","user":"first"}, {"id":"a","user":"double"}, {"user":"no id"}, {"ID":"x"},
		{"id":"b","user":"second","Tenant":"other case","protocols":["imap"]}, {"id":"c","revision":"seven"}],
		"registrations":[null,{"client_id":"x"},{"provider":"google","client_id":"y"}]}`)
	s := openStore(t, dir)
	if got := users(s); len(got) != 2 || got[0] != "first" || got[1] != "second" {
		t.Errorf("users %q", got)
	}
	if n := len(s.Notices()); n != 8 {
		t.Errorf("%d notices, want 8", n)
	}
	b := get(t, s, "second")
	b.Name = "renamed"
	save(t, s, b)
	text := readFile(t, filepath.Join(dir, fileName))
	for _, part := range []string{"double", "no id", `"ID": "x"`, `"Tenant": "other case"`, "seven", `"client_id": "x"`, "null"} {
		if !strings.Contains(text, part) {
			t.Errorf("%s is gone:\n%s", part, text)
		}
	}
	if len(openStore(t, dir).List()) != 2 {
		t.Error("the file cannot be read back")
	}
}

// FuzzOpen puts any bytes in the place of the file: the store opens, what was
// there is not lost, and saving works.
func FuzzOpen(f *testing.F) {
	golden, err := os.ReadFile("testdata/accounts-v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add([]byte(`{"version":1,"accounts":[{"id":"a"},{"id":"a"},null]}`))
	f.Add([]byte(`{"version":2}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, fileName)
		writeFile(t, path, string(data))
		s := openStore(t, dir)
		kept := append([]string{path}, broken(t, dir)...)
		if !bytes.Equal([]byte(readFile(t, kept[len(kept)-1])), data) {
			t.Fatal("what was there is lost")
		}
		before := len(s.List())
		_, err := s.Save(account("new"))
		if (err != nil) != (s.ReadOnly() != "") {
			t.Fatalf("%v, read-only: %q", err, s.ReadOnly())
		}
		if again := openStore(t, dir); err == nil && len(again.List()) != before+1 {
			t.Fatalf("%d accounts, want %d: %s", len(again.List()), before+1, readFile(t, path))
		}
	})
}
