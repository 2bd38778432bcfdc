package accounts

import (
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"mailknock/auth/safefile/killtest"
)

// TestTwoProcesses edit at the same time: the file is the union (D9).
func TestTwoProcesses(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	common := account("shared")
	common = save(t, s, common)
	for _, p := range []killtest.Process{start(t, "edit", dir, "p"), start(t, "edit", dir, "q")} {
		if err := p.Wait(); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Reload(); err != nil {
		t.Fatal(err)
	}
	if n := len(s.List()); n != edits+1 {
		t.Errorf("%d accounts, want %d", n, edits+1)
	}
	last := strconv.Itoa(edits/2 - 1)
	got := get(t, s, common.ID)
	if got.Tenant != last || got.ClientID != last || got.RedirectPort != edits || got.Revision != 1+2*edits {
		t.Errorf("tenant %s, client %s, port %d, revision %d", got.Tenant, got.ClientID, got.RedirectPort, got.Revision)
	}
}

// TestKillWhileSaving: the file is always the old or the new one (D6).
func TestKillWhileSaving(t *testing.T) {
	dir := t.TempDir()
	a := account("0")
	a.ID = "one"
	save(t, openStore(t, dir), a)
	for range killtest.Times(40) {
		p := start(t, "save", dir, "")
		p.Await(t, 1+rand.IntN(5))
		p.Kill(t)
		for _, name := range []string{fileName, backupName} {
			doc, problems, err := decode([]byte(readFile(t, filepath.Join(dir, name))))
			if err != nil || len(problems) != 0 || len(doc.accounts) != 1 {
				t.Fatalf("%s: %v %q", name, err, problems)
			}
			if got := doc.accounts[0].account; name == fileName && (got.Name != got.User || got.User != got.From) {
				t.Fatalf("half a save: %+v", got)
			}
		}
		if s := openStore(t, dir); len(s.Notices()) != 0 {
			t.Fatal("a repair was needed")
		}
	}
	s := openStore(t, dir)
	save(t, s, account("last"))
	if left, err := filepath.Glob(filepath.Join(dir, ".*.tmp")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// TestKilledOwnerOfTheLock blocks nobody (D9).
func TestKilledOwnerOfTheLock(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	save(t, s, account("a"))
	p := start(t, "hold", dir, "")
	p.Await(t, 1)
	saved := make(chan error)
	go func() {
		_, err := s.Save(account("b"))
		saved <- err
	}()
	p.Kill(t)
	if err := <-saved; err != nil {
		t.Error(err)
	}
}
