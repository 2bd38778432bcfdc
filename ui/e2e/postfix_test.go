package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// postfix is a second SMTP server, with other limits and other words. Dovecot
// checks the tokens for it.
type postfix struct {
	*process
	Submission, SubmissionS int
}

func startPostfix(t testing.TB, d *dovecot, relay int) *postfix {
	t.Helper()
	program, master := need(t, "postfix"), need(t, "master")
	if os.Getuid() != 0 {
		lack(t, "Postfix starts as root only")
	}
	p := freePorts(t, 2)
	dir := workDir(t, "postfix")
	owner, err := user.Lookup("postfix")
	fatal(t, err)
	uid, err := strconv.Atoi(owner.Uid)
	fatal(t, err)
	data := mkdir(t, filepath.Join(dir, "data"))
	fatal(t, os.Chown(data, uid, -1))
	mkdir(t, filepath.Join(dir, "queue"))
	config := mkdir(t, filepath.Join(dir, "etc"))
	log := filepath.Join(dir, "log")
	write(t, filepath.Join(config, "main.cf"), strings.NewReplacer(
		"DIR", dir, "CERT", d.ca.CertFile, "KEY", d.ca.KeyFile, "SASL", strconv.Itoa(d.SASL), "RELAY", strconv.Itoa(relay),
	).Replace(postfixMain))
	write(t, filepath.Join(config, "master.cf"), fmt.Sprintf(postfixMaster, p[0], p[1]))

	// This creates the queue's folders. Then not "postfix start-fg": its master
	// leaves the process group and would outlive the tests.
	if said, err := exec.Command(program, "-c", config, "check").CombinedOutput(); err != nil {
		t.Fatalf("postfix check: %v\n%s", err, said)
	}
	cmd := exec.Command(master, "-c", config, "-d")
	f := &postfix{process: start(t, "postfix", cmd, log), Submission: p[0], SubmissionS: p[1]}
	f.listening(t, loopback(p[0]), loopback(p[1]))
	return f
}

const postfixMain = `
compatibility_level = 3.6
queue_directory = DIR/queue
data_directory = DIR/data
maillog_file = DIR/log
maillog_file_prefixes = DIR
mail_owner = postfix
setgid_group = postdrop
import_environment = MAIL_CONFIG MAIL_LOGTAG PATH
myhostname = mail.example.test
myorigin = example.test
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
relayhost = [127.0.0.1]:RELAY
alias_maps =
alias_database =
local_recipient_maps =
biff = no
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = CERT
smtpd_tls_key_file = KEY
smtpd_tls_session_cache_database =
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:SASL
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
`

const postfixMaster = `
127.0.0.1:%d inet n - n - - smtpd
127.0.0.1:%d inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup    unix n - n 60  1 pickup
cleanup   unix n - n -   0 cleanup
qmgr      unix n - n 300 1 qmgr
tlsmgr    unix - - n 1000? 1 tlsmgr
rewrite   unix - - n -   - trivial-rewrite
bounce    unix - - n -   0 bounce
defer     unix - - n -   0 bounce
trace     unix - - n -   0 bounce
verify    unix - - n -   1 verify
flush     unix n - n 1000? 0 flush
proxymap  unix - - n -   - proxymap
proxywrite unix - - n -  1 proxymap
smtp      unix - - n -   - smtp
relay     unix - - n -   - smtp
error     unix - - n -   - error
retry     unix - - n -   - error
discard   unix - - n -   - discard
anvil     unix - - n -   1 anvil
scache    unix - - n -   1 scache
postlog   unix-dgram n - n - 1 postlogd
`
