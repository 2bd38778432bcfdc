package diagnose

var interceptors = "avast|avg |kaspersky|zscaler|mailshield|mail shield|eset|bitdefender|fortinet|fortigate|sophos|norton|mcafee|netskope|palo alto|antivirus|anti virus|ssl inspection|tls inspection|ssl scanning|https scanning|interception|middlebox|blue coat|umbrella|checkpoint|web shield|email scanning|corporate ca|company proxy certificate|charles proxy|fiddler|mitm"

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
