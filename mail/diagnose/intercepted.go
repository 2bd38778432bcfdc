package diagnose

import (
	"regexp"

	"mailknock/mail/diagnose/text"
)

var interceptors = "avast|avg |kaspersky|zscaler|mailshield|mail shield|eset|bitdefender|fortinet|fortigate|sophos|norton|mcafee|netskope|palo alto|antivirus|anti virus|ssl inspection|tls inspection|ssl scanning|https scanning|interception|middlebox|blue coat|umbrella|checkpoint|web shield|email scanning|corporate ca|company proxy certificate|charles proxy|fiddler|mitm"

// bannerOf is the greeting of a server program that neither Google nor Microsoft
// runs.
var bannerOf = regexp.MustCompile(`(?i)220[- ]\S+ ESMTP (?:Exim|Postfix|Sendmail|Haraka|OpenSMTPD)|We do not authorize the use of this system to transport unsolicited|\* OK .{0,200}(?:Dovecot|Courier|Cyrus) .{0,40}ready`)

// redirected finds a provider's port that somebody else's server answers: a
// hoster takes all mail connections to its own.
func redirected(s *scene, found emit) {
	if s.provider != "google" && s.provider != "microsoft" || s.oauth && s.signedIn() {
		return
	}
	if !s.any("smtp gmail com|imap gmail com|smtp office365 com|outlook office365 com|smtp mail outlook com|smtp live com") {
		return
	}
	for i, l := range s.lines {
		if l.Side != text.Client && bannerOf.MatchString(l.Text) {
			found("net.proxy", 0.88, i)
		}
	}
}

// interception is a program or a company in between that has certificates of
// its own.
func interception(s *scene, found emit) {
	i := s.first(interceptors)
	if i < 0 {
		return
	}
	if k := s.first("ssl|tls|certificate|cert |handshake|self signed"); k >= 0 {
		found("tls.untrusted_certificate", 0.9, k)
		_ = i
	}
}
