package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"

	"mailknock/mail/wire"
)

// tlsWords are the faults of TLS in the words of OpenSSL, Go, Java, .NET,
// Python, Node, GnuTLS and NSS.
var tlsWords = words(
	says("tls.wrong_mode", 0.95, "wrong version number|first record does not look like|record does not look like a tls|packet length too long|unrecognized ssl message|plaintext connection|http request|ssl23 get server hello|cannot determine the frame size|corrupted frame|unexpected length was received|unexpected packet format|ssl error rx record too long|record too long|record overflow|rx record too long|not an ssl|not ssl tls|unsupported or unrecognized ssl|tls packet with unexpected length|unexpected tls packet|bad packet length|received a record with an unknown|invalid ssl record|tls handshake on plain|non ssl|plain text instead|not a tls|ssl handshake plain").
		but("tlsv1 alert protocol version|alert protocol version"),
	says("tls.wrong_mode", 0.9, "unknown protocol", "ssl|tls"),
	says("tls.wrong_mode", 0.92, "starttls", "must issue|first|required|requires|issue a|need|before auth|before login").but("not required|if required|not supported|not offered|opportunistic|requiretls false|requiretls true|refused|does not support|doesnt support|not advertised|requiring starttls"),
	says("tls.wrong_mode", 0.9, "plaintext auth|plain text auth|cleartext auth|authentication disallowed|login disallowed|plaintext login|cleartext login|privacyrequired|privacy required|plain authentication", "disallow|disabled|not allowed|secure|ssl|encrypt|tls").but("basic auth|aadsts|auth plain disabled yes no"),
	says("tls.wrong_mode", 0.9, "encryption required|encryption is required|must use tls|must use ssl|requires ssl|requires tls|ssl required|tls required|requires a secure|secure connection required|requires encryption|tls is required|ssl is required|connection is not secure|not encrypted|unencrypted connection", "auth|login|server|connection|smtp|imap|mechanism|requested").but("certificate"),
	says("tls.wrong_mode", 0.82, "greeting never received|unexpected greeting|invalid greeting|bad greeting|no greeting|greeting not received|wrong greeting|did not receive greeting|unknown greeting|server greeting|garbage|gibberish|binary data|waiting for greeting|greeting timeout|not a valid greeting|banner", "never|unexpected|invalid|bad |no |not |wrong|unknown|timeout|timed out|waiting|server|garbage|x15|x16").
		but("hello|ready|completed|garbage collect|banner ok|server ready|no banner|successfully"),
	says("tls.starttls_refused", 0.94, "starttls|stls|start tls", "not supported|not offered|not advertised|unsupported|refused|not available|isnt supported|does not support|doesnt support|extension not|not announce|fail|unavailable|no starttls|without starttls|not implemented|not recognized|unrecognized|stripped|missing|rejected|injection|error|disabled|not enabled|didnt advertise|did not advertise|unknown command|bad command").
		but("must issue|issue a|starttls first|required first|xoauth2|auth not|authentication not|not authenticated|mechanism|certificate|wrong version|handshake fail|altnames|login fail|authentication unsuccessful|verify failed|timed out|starttls ok|eof|after starttls|ssl routines|handshake error|ticked"),
	says("tls.starttls_refused", 0.93, "before tls|before the tls|before starttls|command injection|plaintext injection|injected", "tls|starttls|injection|bytes|data").but("auth before|login before|use before|not before"),
	says("tls.starttls_refused", 0.93, "preauth", "starttls|tls|before|attack|insecure|plain"),
	says("tls.untrusted_certificate", 0.95, "self signed|selfsigned|unable to get local issuer|unable to get issuer|unable to verify the first|unable to verify leaf|unknown authority|pkix path|valid certification path|remote certificate chain errors|partial chain|partialchain|untrusted root|untrustedroot|not trusted|untrusted|unknown ca|unknown issuer|unable to verify leaf signature|issuer not found|issuer is unknown|signer not found|local issuer|not issued by a trusted|trust anchor|unknown root|isnt trusted|cannot be trusted|sec e untrusted root|certificate authority|unverified certificate",
		"certificate|cert|chain|issuer|ca |pkix|root|x509|ssl|tls|authority|leaf").but("certificate has expired|signature valid|signed with|loaded|using certificate authority|let s encrypt authority|issued by"),
	says("tls.untrusted_certificate", 0.78, "certificate verify failed|certificate verification failed|certificate validation failed|validation procedure|certificate is invalid|certificate was invalid|invalid certificate|bad certificate|certificate unknown|peer certificate|remote certificate is invalid|certificate not valid|certificate validation error|could not verify certificate|certificate verification error|verify error|certificate problem|server certificate is not valid|certverif|cert verify|verification failed|failed to verify certificate|certificate error|unable to verify",
		"certificate|cert|tls|ssl").but("hostname|host name|expired|name mismatch|altname|not yet valid|does not match|doesnt match|valid for|self signed token|oauth token verification|date|not time valid|fingerprint ok|verified ok"),
	says("tls.untrusted_certificate", 0.9, "alert number 42|alert number 46|alert number 48|alert certificate unknown|alert unknown ca|alert bad certificate|tlsv1 alert unknown"),
	says("tls.version_unsupported", 0.92, "alert number 70|alert number 71|alert insufficient security|alert number 86"),
	says("tls.version_unsupported", 0.7, "alert number 40"),
	says("tls.hostname_mismatch", 0.95, "common name mismatch|certificate name mismatch|cn mismatch|hostname mismatch|host name mismatch|remote certificate name mismatch|names do not match|owner does not match hostname"),
	// The client went away while it looked at the certificate.
	says("tls.untrusted_certificate", 0.76, "tls handshaking|ssl accept|sslaccept", "disconnected|closed|reset|no auth attempts|eof").but("wrong version|unknown protocol|http request|unsupported protocol|version too low|no shared cipher|alert"),
	says("tls.version_unsupported", 0.5, "tls handshaking|ssl accept|sslaccept", "disconnected|closed|reset|no auth attempts|eof"),
	says("tls.certificate_expired", 0.93, "alert number 45|alert certificate expired"),
	says("tls.hostname_mismatch", 0.95, "altname|alternative name|subjectaltname|hostname|host name|name mismatch|certificate name|peer name|target host|common name|certificate is valid for|certificate is for|certificate for|remote certificate name mismatch|cn mismatch|ip sans|sans|peer host|cert is for|server name|no name matching|expected cn|certificate belongs to|principal name",
		"mismatch|not match|doesnt match|does not match|not valid for|is not in|valid for|no alternative|not in the cert|is for|no subject alternative|doesnt contain|does not contain|incorrect|is incorrect|no name matching|verification failed|didnt match|did not match|belongs to|not present|wrong", "cert|ssl|tls|x509|altname|sans|sec e|schannel").
		but("state|redirect|username|expired|aadsts|unable to get|self signed"),
	says("tls.certificate_expired", 0.95, "certificate|cert |x509|not time valid|nottimevalid|validity", "has expired|expired|not yet valid|no longer valid|notafter|not time valid|nottimevalid|out of date|validity check failed|is not valid yet|not currently valid|expiration").
		but("token|client secret|assertion|not expired|expires in|secret keys|jwt|will expire|expires on|valid until|session|wont expire|renew|days until"),
	says("tls.version_unsupported", 0.94, "alert protocol version|unsupported protocol|no protocols available|no protocols in common|protocol is disabled|no appropriate protocol|no shared cipher|protocol version not supported|unsupported version|inappropriate fallback|dh key too small|ee key too small|ca md too weak|common algorithm|unsupported ssl|unsupported tls|sslv3 alert|tlsv1 alert protocol|no cipher|cipher mismatch|version too low|wrong ssl version|tlsv1 unrecognized|protocol not supported|protocol version|no ciphers available|legacy sigalg|tls version|ssl version|minimum tls|tls 1.0|tls 1.1|ssl3|sslv2|sslv3|tlsv1.0|tlsv1.1|err ssl version|ssl version or cipher",
		"alert|unsupported|disabled|no |not |mismatch|required|deprecated|too |fail|error|common|wrong|handshake|low|refused|minimum|cannot communicate").
		but("wrong version number|unknown ca|certificate unknown|certificate expired|bad certificate|starttls|pop3 version|imap version|record does not look|library version|with cipher|established|negotiated|using tls|openssl version"),
	says("tls.version_unsupported", 0.62, "handshake failure|handshakefailure|sspi failed|alert handshake|ssl handshake fail|handshake failed|ssl negotiation failed|tls negotiation failed", "ssl|tls|alert|sspi|handshake").but("certificate|wrong version|unexpected packet|unknown ca|eof|timed out|verify|expired|altname|hostname|self signed"),
	says("tls.untrusted_certificate", 0.58, "ssl handshake exception|sslhandshakeexception|handshake exception|establish an ssl or tls|ssl connection could not be established|secure connection|could not create ssl tls|ssl tls connection fail|secure channel|establish trust", "fail|error|attempting|could not|exception|not be established|cannot").but("unexpected packet|eof|starttls|unsupported protocol|protocol version|no appropriate|timed out|reset"),
	says("tls.wrong_mode", 0.42, "establish an ssl or tls|ssl handshake exception|handshake failure|handshake failed|sspi failed"),
	says("tls.version_unsupported", 0.4, "establish an ssl or tls|ssl handshake exception|sspi failed"),
)

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

var (
	implicitPort = regexp.MustCompile(`\b(?:993|995|465)\b`)
	starttlsPort = regexp.MustCompile(`\b(?:587|143|110|25)\b`)
	// tlsRecord is the beginning of TLS where a line in clear was expected.
	tlsRecord    = regexp.MustCompile(`\\x1[56]\\x03|\\u001[56]\\u0003|\\02[56]\\003|[\x15\x16]\x03`)
	implicitMode = alternatives("secure true|ssl true|implicit tls|implicit ssl|ssl tls|sslonconnect|ssl on connect|email secure true|use ssl|usessl true|smtp ssl|enable ssl|ssl on|tls on connect|smtps|wrapper|secure connection true|ssl enabled|imap4 ssl|smtp_ssl|requires ssl")
	explicitMode = alternatives("starttls|plain tcp|secure false|ssl false|no ssl|without ssl|plain imap4|ignored by|usessl false|unencrypted|without tls|plaintext|start tls|plain socket|no tls|plain connection")
	brokenWords  = alternatives("eof|timeout|timed out|etimedout|reset|closed|greeting|handshake|ssl|tls|hang|never|unexpected|econnreset|wrong version|no response|disconnected")
)

// modes compares the port with the way TLS was started on it.
func modes(s *scene, found emit) {
	if s.protocol == wire.OAuth {
		return
	}
	for i, l := range s.lines {
		if tlsRecord.MatchString(l.Raw) {
			found("tls.wrong_mode", 0.94, i)
		}
	}
	var all strings.Builder
	broken := -1
	for i, l := range s.lines {
		if broken < 0 && holds(l.Words, brokenWords) && l.Side != text.Client && !strings.Contains(l.Text, "250") {
			broken = i
		}
		if all.Len() < 1<<16 {
			all.WriteString(l.Words)
		}
	}
	w := all.String()
	if broken < 0 || s.signedIn() || has(w, "authentication unsuccessful|authenticate failed") {
		return
	}
	implicit, starttls := implicitPort.MatchString(w), starttlsPort.MatchString(w)
	switch {
	case implicit && !starttls && holds(w, explicitMode) && !has(w, "works without ssl"):
		found("tls.wrong_mode", 0.9, broken)
	case starttls && !implicit && holds(w, implicitMode):
		found("tls.wrong_mode", 0.9, broken)
	}
}
