package desktop

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/desktop/flow"
	"mailknock/ui/desktop/modal"
	"mailknock/ui/desktop/page"
	"mailknock/ui/desktop/present"
)

// shell joins the parts of the window with the services. Its methods are
// called on Fyne's goroutine, but for those that say otherwise.
type shell struct {
	app      fyne.App
	window   fyne.Window
	services Services
	version  string
	post     func(func())
	now      func() time.Time
	// shut closes the window.
	shut func()

	root    *fyne.Container
	side    *page.Sidebar
	account *page.Account
	form    *page.Form
	explain *page.Explain
	domain  *page.Domain
	menu    menu

	// sessions are the accounts, saved or not, in the order of the list; the
	// sandbox is not among them.
	sessions []*present.Session
	sandbox  *present.Session
	current  *present.Session
	// edited is the session that the form changes; nil for a new account.
	edited *present.Session
	at     place
	// reading is the text that is being explained; nil: none.
	reading *reading
	// browsing is the toolkit's dialog that is open; nil: none.
	browsing *dialog.FileDialog
	// survey is the domain that is being asked; nil: none.
	survey *survey
	runs   map[*present.Session]*running
	modal  *modal.Modal
	// said counts the confirmations; each stays for sayFor.
	said    int
	sayFor  time.Duration
	settle  time.Duration
	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup
}

func newShell(ctx context.Context, a fyne.App, w fyne.Window, s Services, version string, post func(func())) *shell {
	h := &shell{
		app: a, window: w, services: s, version: version, now: time.Now, shut: w.Close,
		runs: map[*present.Session]*running{}, sayFor: sayFor, settle: settle,
	}
	h.ctx, h.cancel = context.WithCancel(ctx)
	h.post = func(f func()) {
		post(func() {
			// What comes after the window was closed must not touch it.
			if h.ctx.Err() == nil {
				f()
			}
		})
	}
	h.side = page.NewSidebar(logo())
	h.account = page.NewAccount()
	h.form = page.NewForm(s)
	h.explain = page.NewExplain(s.Providers())
	h.domain = page.NewDomain()
	h.connect()
	h.account.Root.Hide()
	h.form.Root.Hide()
	h.explain.Root.Hide()
	h.domain.Root.Hide()
	h.root = page.Frame(h.side, flow.Stack(h.account.Root, h.form.Root, h.explain.Root, h.domain.Root))
	h.buildMenu()
	return h
}

// connect gives the parts what they call.
func (h *shell) connect() {
	h.side.OnNew = h.newAccount
	h.side.OnChoose = h.chooseID
	h.side.OnExplain = h.showExplain

	head := h.account.Head
	head.Check.OnTap = h.check
	head.SignIn.OnTap = h.signIn
	head.Stop.OnTap = h.stop
	head.Save.OnTap = h.save
	head.Edit.OnTap = h.edit
	head.Fault.OnTap = h.chooseFault

	h.account.Lanes.OnCopy = h.copy
	wait := h.account.Wait
	wait.OnOpen = h.openPage
	wait.OnCopy = h.copy
	wait.OnPaste = h.paste
	h.account.Device.OnOpen = h.openPage
	h.account.Device.OnCopy = h.copy
	verdict := h.account.Verdict
	verdict.OnCopy, verdict.OnOpen = h.copy, h.open
	verdict.OnReport = h.copyReport
	verdict.OnSave = h.save
	verdict.OnSend = h.sendMessage
	verdict.OnAgain = h.check
	verdict.OnToken = h.inspect
	verdict.OnTry, verdict.OnKeep = h.try, h.adopt
	log := h.account.Log
	log.OnCopy = h.copy
	log.OnSave = h.saveLog
	log.OnFollow = h.menu.setFollow

	h.connectForm()
	h.connectExplain()
	h.domain.OnRun, h.domain.OnStop, h.domain.OnReport = h.askDomain, h.stopDomain, h.copyReport
}

// begin shows what there is at the start of the program.
func (h *shell) begin(o Options) {
	h.reload()
	switch {
	case o.Sandbox || len(h.sessions) == 0 && h.sandbox.Saved:
		h.choose(h.sandbox)
	case len(h.sessions) > 0:
		h.choose(h.sessions[0])
	default:
		h.newAccount()
	}
	h.tellNotices()
	h.unlockAtStart()
}

// patience bounds the wait for what does not end when it is told to, like a
// keychain that asks the person something.
const patience = 3 * time.Second

// close stops everything and waits until nothing works for the window.
func (h *shell) close() {
	h.cancel()
	done := make(chan struct{})
	go func() {
		h.workers.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// work does something that may block beside the window. then, which may be
// nil, is called on Fyne's goroutine after it.
func (h *shell) work(do func(ctx context.Context), then func()) {
	h.workers.Add(1)
	go func() {
		defer h.workers.Done()
		do(h.ctx)
		if then != nil && h.ctx.Err() == nil {
			h.post(then)
		}
	}()
}

// newSession shows an account that has not run in this window.
func (h *shell) newSession(a mail.Account, saved bool) *present.Session {
	s := present.NewSession(a, h.provider(a.Provider), h.plan(a))
	s.Saved = saved
	s.SignIn = h.services.SignInState(a)
	s.Fault = h.faultTitle(a.Fault)
	return s
}

func (h *shell) provider(id string) provider.Provider {
	for _, p := range h.services.Providers() {
		if p.ID == id {
			return p
		}
	}
	return provider.Provider{ID: id, Name: id, Letter: "?"}
}

func (h *shell) faultTitle(id string) string {
	for _, f := range h.services.Faults() {
		if f.ID == id && id != "" {
			return f.Title
		}
	}
	return ""
}
