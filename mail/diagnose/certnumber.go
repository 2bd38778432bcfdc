package diagnose

import (
	"regexp"
	"strconv"
)

// verifyNumber is the number with which OpenSSL says why a certificate was not
// verified, as s_client and those who use the library print it
// (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/).
var verifyNumber = regexp.MustCompile(`(?i)(?:verify (?:error|return code)[: ]+(?:num=)?|certificate verif\w+ (?:failed|error)[;:,( ]+)(\d{1,2})\b`)

var verifyCauses = map[int]string{
	9: "tls.certificate_expired", 10: "tls.certificate_expired",
	2: "tls.untrusted_certificate", 7: "tls.untrusted_certificate", 18: "tls.untrusted_certificate",
	19: "tls.untrusted_certificate", 20: "tls.untrusted_certificate", 21: "tls.untrusted_certificate",
	24: "tls.untrusted_certificate", 26: "tls.untrusted_certificate", 27: "tls.untrusted_certificate",
	62: "tls.hostname_mismatch", 64: "tls.hostname_mismatch",
}

// certificateNumbers understands OpenSSL's numbers.
func certificateNumbers(s *scene, found emit) {
	for i, l := range s.lines {
		if m := verifyNumber.FindStringSubmatch(l.Text); m != nil {
			n, _ := strconv.Atoi(m[1])
			if id := verifyCauses[n]; id != "" {
				found(id, 0.93, i)
			}
		}
	}
}
