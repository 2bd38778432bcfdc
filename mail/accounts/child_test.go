package accounts

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"mailknock/auth/safefile/killtest"
	"mailknock/mail"
)

// child is the other process: ACCOUNTS_CHILD says what it does in
// ACCOUNTS_DIR.
func child(job string) int {
	if f, ok := diskJobs[job]; ok {
		if err := f(os.Getenv("ACCOUNTS_DIR")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}
	s, err := Open(os.Getenv("ACCOUNTS_DIR"))
	if err == nil {
		err = map[string]func(*Store) error{"edit": editMany, "save": saveForEver, "hold": holdLock}[job](s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// diskJobs need what only some systems have.
var diskJobs map[string]func(dir string) error

const edits = 200

// editMany adds accounts of its own and edits those of both processes.
func editMany(s *Store) error {
	me := os.Getenv("ACCOUNTS_ME")
	for n := range edits / 2 {
		if _, err := s.Save(account(me + strconv.Itoa(n))); err != nil {
			return err
		}
		a, err := s.Get("shared")
		if err != nil {
			return err
		}
		// One field each, from a state that may be old.
		if me == "p" {
			a.Tenant = strconv.Itoa(n)
		} else {
			a.ClientID = strconv.Itoa(n)
		}
		if _, err := s.Save(a); err != nil {
			return err
		}
		if _, err := s.Update(a.ID, func(a *mail.Account) { a.RedirectPort++ }); err != nil {
			return err
		}
	}
	for _, notice := range s.Notices() {
		return fmt.Errorf("notice: %s", notice)
	}
	return nil
}

// saveForEver saves accounts whose fields belong together.
func saveForEver(s *Store) error {
	for n := 0; ; n++ {
		_, err := s.Update("one", func(a *mail.Account) {
			text := strings.Repeat(strconv.Itoa(n%10), 500)
			a.Name, a.User, a.From = text, text, text
		})
		if err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func holdLock(s *Store) error {
	if _, err := s.lock(); err != nil {
		return err
	}
	fmt.Println("locked")
	select {}
}

func start(t *testing.T, job, dir, me string) killtest.Process {
	t.Helper()
	return killtest.Start(t, "ACCOUNTS_CHILD="+job, "ACCOUNTS_DIR="+dir, "ACCOUNTS_ME="+me)
}
