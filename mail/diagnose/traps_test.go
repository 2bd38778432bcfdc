package diagnose

import (
	"bytes"
	wide "encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"mailknock/mail"
)

// A failure is told whatever stands beside it that looks like talk, success or
// another program.
func TestFailureIsNotSilenced(t *testing.T) {
	calm := strings.Repeat("10:00:01 imap sync: 7 folders ok, 0 failed, everything up to date\n", 100)
	for input, want := range map[string]string{
		calm + "AADSTS7000222: The provided client secret keys for app are expired.":                                                      "oauth.client_secret_expired",
		calm + "10:00:02 token: invalid_grant: Token has been expired or revoked.":                                                        "oauth.refresh_token_expired",
		"dial tcp 10.5.2.2:993: connect: connection refused":                                                                              "net.refused",
		"TLS handshake with imap.example.org finished: certificate has expired":                                                           "tls.certificate_expired",
		"oauth2 refresh finished: invalid_grant Token has been expired or revoked":                                                        "oauth.refresh_token_expired",
		"Host: imap.gmail.com\nPort: 993\nStatus: connection timed out":                                                                   "net.timeout",
		"app-1  | google.auth.exceptions.RefreshError: ('invalid_grant: Token has been expired or revoked.', {'error': 'invalid_grant'})": "oauth.refresh_token_expired",
		"    raise RefreshError(\ngoogle.auth.exceptions.RefreshError: ('invalid_grant: Bad Request')":                                    "oauth.refresh_token_expired",
		"AADSTS7000218: The request body must contain the following\nparameter: 'client_assertion' or 'client_secret'.":                   "oauth.client_secret_required",
	} {
		if got := ids(explainText(t, input, Hint{})); len(got) == 0 || got[0] != want {
			t.Errorf("want %s, got %v: …%.80s", want, got, input[max(0, len(input)-80):])
		}
	}
}

// What only sounds like a failure of the sign-in is none, or is another.
func TestWordsAreNotTakenForMore(t *testing.T) {
	for input, not := range map[string]string{
		"IMAP client deleted 3 messages from INBOX":                                                                                     "oauth.client_unknown",
		"refresh_token=Nile9283hd82jd02 invalid_client":                                                                                 "oauth.no_refresh_token",
		"Local server got error=access_denied from the browser":                                                                         "oauth.redirect_not_received",
		"SMTP login: verification code 10 was sent":                                                                                     "tls.certificate_expired",
		"errors=0 connection_refused=0 invalid_grant=0":                                                                                 "net.refused",
		"curl: (60) SSL certificate problem: unable to get local issuer certificate\n":                                                  "",
		"S: 220 mail.example.org ESMTP Postfix\nC: MAIL FROM:<anna@gmail.com>\nS: 550 5.7.1 Sender address rejected: not owned by user": "net.proxy",
	} {
		got := explainText(t, input, Hint{}).Causes
		if len(got) > 0 && (got[0].ID == not || got[0].Confidence == mail.Certain && not == "") {
			t.Errorf("%+v: %s", ids(Reading{Causes: got}), input)
		}
	}
}

// Texts come in the encodings and with the line ends of every system.
func TestEncodings(t *testing.T) {
	const said = "first line\r\nAADSTS7000222: The provided client secret keys for app are expired.\r\nlast line"
	units := utf16.Encode([]rune("\ufeff" + said))
	var little, big bytes.Buffer
	_ = wide.Write(&little, wide.LittleEndian, units)
	_ = wide.Write(&big, wide.BigEndian, units)
	for name, text := range map[string]string{
		"UTF-16LE": little.String(), "UTF-16BE": big.String(), "UTF-8 with a mark": "\ufeff" + said,
		"CR alone": strings.ReplaceAll(said, "\r\n", "\r"), "LF alone": strings.ReplaceAll(said, "\r\n", "\n"),
	} {
		if got := ids(explainText(t, text, Hint{})); len(got) == 0 || got[0] != "oauth.client_secret_expired" {
			t.Errorf("%s: %v", name, got)
		}
	}
}
