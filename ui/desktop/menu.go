package desktop

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"mailknock/mail/provider"
	"mailknock/mail/wire"
	"mailknock/ui/desktop/look"
	"mailknock/ui/desktop/present"
)

// menu keeps the items whose state changes.
type menu struct {
	main                                     *fyne.MainMenu
	edit, save, check, signIn, stop          *fyne.MenuItem
	send, signOut, remove, fault, copyReport *fyne.MenuItem
	token, lasting                           *fyne.MenuItem
	follow, openPage, copyLink, explain      *fyne.MenuItem
	modes                                    map[look.Mode]*fyne.MenuItem
}

// key is a shortcut with the system's usual modifier.
func key(name fyne.KeyName, more ...fyne.KeyModifier) *desktop.CustomShortcut {
	k := &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierShortcutDefault}
	for _, m := range more {
		k.Modifier |= m
	}
	return k
}

// buildMenu mirrors every button. A shortcut works from a text field, too,
// because it hangs on a menu item; while a dialog is open it does nothing.
func (h *shell) buildMenu() {
	item := func(label string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem {
		m := fyne.NewMenuItem(label, func() {
			if !h.asking() {
				do()
			}
		})
		m.Shortcut = shortcut
		return m
	}
	const shift = fyne.KeyModifierShift
	line := fyne.NewMenuItemSeparator
	m := &h.menu
	m.edit = item("Edit the Account…", key(fyne.KeyI), h.edit)
	m.save = item("Save", key(fyne.KeyS), h.save)
	m.check = item("Check", key(fyne.KeyR), h.check)
	m.signIn = item("Sign In Again", key(fyne.KeyR, shift), h.signIn)
	m.stop = item("Stop", key(fyne.KeyPeriod), h.stop)
	m.openPage = item("Open the Sign-in Page Again", nil, h.openPage)
	m.copyLink = item("Copy the Sign-in Link", nil, h.copyLink)
	m.send = item("Send a Test Message…", key(fyne.KeyT), h.sendMessage)
	m.signOut = item("Sign Out…", nil, h.signOut)
	// No shortcut: Ctrl+Backspace deletes a word in a text field.
	m.remove = item("Remove…", nil, h.remove)
	m.fault = item("What Should Go Wrong?…", key(fyne.KeyG), h.chooseFault)
	m.token = item("Look into the Token…", key(fyne.KeyJ), h.inspect)
	m.lasting = item("Will It Still Work Next Week?…", key(fyne.KeyD), h.lasting)
	m.copyReport = item("Copy Report", key(fyne.KeyC, shift), h.copyReport)
	m.explain = item("Explain This Text", key(fyne.KeyReturn), h.explainText)
	m.follow = item("Follow the Log", key(fyne.KeyL), func() { h.account.Log.SetFollow(!h.account.Log.Following()) })

	quit := fyne.NewMenuItem("Quit", h.quit)
	quit.Shortcut = key(fyne.KeyQ)
	quit.IsQuit = true
	file := fyne.NewMenu("File",
		item("New Account", key(fyne.KeyN), h.newAccount), line(),
		item("Explain a Log…", key(fyne.KeyE), h.showExplain), m.explain,
		item("Look into a Token…", key(fyne.KeyJ, shift), h.inspectAny),
		item("Check a Mail Domain…", key(fyne.KeyM), h.showDomain), line(),
		item("Import Accounts…", key(fyne.KeyO), h.importAccounts),
		item("Export Accounts…", key(fyne.KeyE, shift), h.export), line(),
		item("Save the Log…", key(fyne.KeyS, shift), h.saveLog), line(),
		item("Where Refresh Tokens Are Kept…", nil, func() { h.chooseVault(nil) }), line(), quit)
	account := fyne.NewMenu("Account", m.check, m.signIn, m.stop, m.openPage, m.copyLink, line(), m.save, m.edit, m.send, m.fault, line(), m.token, m.lasting, line(), m.signOut, m.remove)
	edit := fyne.NewMenu("Edit",
		item("Copy Line", key(fyne.KeyK), h.copyLine),
		item("Copy the Log", key(fyne.KeyK, shift), func() {
			if h.current != nil {
				h.copy(h.current.Log.Text())
			}
		}),
		m.copyReport, line(),
		item("Find an Account", key(fyne.KeyF, shift), func() { h.window.Canvas().Focus(h.side.Search()) }),
		item("Filter the Log", key(fyne.KeyF), func() { h.window.Canvas().Focus(h.account.Log.Filter()) }))

	view := []*fyne.MenuItem{}
	for i, p := range []wire.Protocol{"", wire.OAuth, wire.IMAP, wire.POP3, wire.SMTP} {
		name := "All Lines"
		if p != "" {
			name = present.ProtocolName(p) + " Lines"
		}
		digit := fyne.KeyName(rune('1' + i))
		view = append(view, item(name, key(digit), func() { h.account.Log.SetProtocol(p) }))
	}
	view = append(view, line(), m.follow, line())
	m.modes = map[look.Mode]*fyne.MenuItem{}
	for _, mode := range []struct {
		mode  look.Mode
		label string
	}{{look.System, "Look Like the System"}, {look.Light, "Light"}, {look.Dark, "Dark"}} {
		m.modes[mode.mode] = item(mode.label, nil, func() { h.setMode(mode.mode) })
		view = append(view, m.modes[mode.mode])
	}
	help := fyne.NewMenu("Help", item("About Mailknock", nil, h.about))
	m.main = fyne.NewMainMenu(file, account, edit, fyne.NewMenu("View", view...), help)
	h.markMode(look.Mode(h.app.Preferences().String(prefMode)))
	m.follow.Checked = h.account.Log.Following()
	h.window.SetMainMenu(m.main)
	h.window.Canvas().SetOnTypedKey(h.typedKey)
}

// setMode makes the window light, dark, or like the system.
func (h *shell) setMode(mode look.Mode) {
	h.app.Preferences().SetString(prefMode, string(mode))
	h.app.Settings().SetTheme(&look.Theme{Mode: mode})
	h.markMode(mode)
	h.menu.main.Refresh()
}

func (h *shell) markMode(mode look.Mode) {
	for m, item := range h.menu.modes {
		item.Checked = m == mode
	}
}

func (m *menu) setFollow(on bool) {
	if m.main != nil && m.follow.Checked != on {
		m.follow.Checked = on
		m.main.Refresh()
	}
}

// updateMenu switches items on and off as their buttons come and go.
func (h *shell) updateMenu() {
	m, s := &h.menu, h.current
	there := s != nil && h.at == onAccount
	idle := there && !s.Running()
	changed := false
	set := func(item *fyne.MenuItem, on bool) {
		changed = changed || item.Disabled == on
		item.Disabled = !on
	}
	set(m.check, idle)
	set(m.signIn, idle)
	set(m.edit, idle)
	set(m.signOut, idle)
	set(m.lasting, idle)
	set(m.token, there)
	set(m.stop, there && s.Running())
	set(m.openPage, there && s.Awaits())
	set(m.copyLink, there && s.Awaits())
	set(m.save, idle && s.Outcome != nil && s.Saving == "" && (!s.Saved || s.Changed))
	set(m.send, idle && s.Verdict != nil && s.Verdict.Status == present.Passed)
	set(m.remove, idle && (s.Saved || s != h.sandbox))
	set(m.fault, idle && s.Provider.ID == provider.Sandbox)
	set(m.copyReport, there && s.Report != "" || h.at == onExplain && h.explain.Answer.Report != "" || h.at == onDomain && h.domain.Answer.Report != "")
	_, text := h.explain.Source()
	set(m.explain, h.at == onExplain && text && h.reading == nil)
	if changed {
		m.main.Refresh()
	}
}
