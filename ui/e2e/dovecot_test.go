package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"text/template"
)

// dovecot serves IMAP, POP3 and submission, each with TLS at once and with
// STARTTLS, and checks passwords for Postfix.
type dovecot struct {
	*process
	Mechanisms, Claim                                 string
	Local                                             bool
	IMAP, IMAPS, POP3, POP3S, Submission, SubmissionS int
	SASL, Relay                                       int
	ca                                                *authority
	dir                                               string
}

// dovecotOptions are what tests vary.
type dovecotOptions struct {
	// Local checks JWTs with the signer's key; otherwise the server asks
	// oidc-provider about each token.
	Local bool
	// Mechanisms is what it offers; empty: oauthbearer xoauth2.
	Mechanisms string
	// Relay is the port that takes what submission sends.
	Relay int
	// Claim holds the mailbox in what it learns of a token; empty: sub.
	Claim string
}

func startDovecot(t testing.TB, idp *idp, o dovecotOptions) *dovecot {
	t.Helper()
	program := need(t, "dovecot")
	for _, service := range []string{"imap", "pop3", "submission"} {
		needFile(t, "/usr/lib/dovecot/"+service+"-login", "Dovecot's "+service)
	}
	if o.Mechanisms == "" {
		o.Mechanisms = "oauthbearer xoauth2"
	}
	if o.Claim == "" {
		o.Claim = "sub"
	}
	p := freePorts(t, 7)
	d := &dovecot{
		Mechanisms: o.Mechanisms, Claim: o.Claim, Local: o.Local, Relay: o.Relay, ca: idp.ca, dir: workDir(t, "dovecot"),
		IMAP: p[0], IMAPS: p[1], POP3: p[2], POP3S: p[3], Submission: p[4], SubmissionS: p[5], SASL: p[6],
	}
	d.deliver(t, "anna@example.test", "Welcome")
	d.deliver(t, "anna@example.test", "The second message")
	d.deliver(t, "bob@example.test", "For Bob")

	signing := mkdir(t, filepath.Join(d.dir, "keys", "default", "RS256"))
	write(t, filepath.Join(signing, "lab1"), idp.ca.VerifyPEM)
	config := write(t, filepath.Join(d.dir, "dovecot.conf"), d.render(t, dovecotConf, idp))
	oauth := dovecotIntrospection
	if o.Local {
		oauth = dovecotLocal
	}
	write(t, filepath.Join(d.dir, "oauth2.conf.ext"), d.render(t, oauth, idp))

	cmd := exec.Command(program, "-F", "-c", config)
	d.process = start(t, "dovecot", cmd, filepath.Join(d.dir, "log"))
	d.listening(t, loopback(d.IMAP), loopback(d.IMAPS), loopback(d.POP3), loopback(d.POP3S),
		loopback(d.Submission), loopback(d.SubmissionS), loopback(d.SASL))
	return d
}

// deliver puts a message into a mailbox.
func (d *dovecot) deliver(t testing.TB, to, subject string) {
	t.Helper()
	box := filepath.Join(d.dir, "mail", to)
	for _, part := range []string{"new", "cur", "tmp"} {
		mkdir(t, filepath.Join(box, part))
	}
	count, err := os.ReadDir(filepath.Join(box, "new"))
	fatal(t, err)
	write(t, filepath.Join(box, "new", fmt.Sprintf("17000000%02d.M1P1.localhost", len(count))),
		"From: Postmaster <postmaster@example.test>\nTo: "+to+"\nSubject: "+subject+
			"\nDate: Mon, 20 Oct 2025 10:00:00 +0000\nMessage-ID: <"+strings.ReplaceAll(subject, " ", ".")+"@example.test>\n\nHello.\n")
	if os.Getuid() == 0 {
		uid, gid := nobody(t)
		fatal(t, filepath.WalkDir(filepath.Join(d.dir, "mail"), func(name string, _ os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Chown(name, uid, gid)
		}))
	}
}

func (d *dovecot) render(t testing.TB, text string, idp *idp) string {
	t.Helper()
	me, err := user.Current()
	fatal(t, err)
	group, err := user.LookupGroupId(me.Gid)
	fatal(t, err)
	uid, gid := os.Getuid(), os.Getgid()
	if uid == 0 {
		uid, gid = nobody(t)
	}
	var b bytes.Buffer
	fatal(t, template.Must(template.New("").Parse(text)).Execute(&b, map[string]any{
		"D": d, "Dir": d.dir, "CA": d.ca, "Issuer": idp.Issuer, "Root": os.Getuid() == 0,
		"User": me.Username, "Group": group.Name, "UID": uid, "GID": gid,
		"IssuerWithSecret": strings.Replace(idp.at, "https://", "https://dovecot:dovecot-secret@", 1),
	}))
	return b.String()
}

// nobody gives the ids under which mail is read when the tests run as root.
func nobody(t testing.TB) (uid, gid int) {
	t.Helper()
	u, err := user.Lookup("nobody")
	fatal(t, err)
	_, err = fmt.Sscan(u.Uid+" "+u.Gid, &uid, &gid)
	fatal(t, err)
	return uid, gid
}
