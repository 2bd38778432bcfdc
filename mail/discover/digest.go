package discover

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strings"
)

// matches tells whether one of the digests is that of the document.
func (p *paccAnswer) matches() bool {
	sum := sha256.Sum256(p.body)
	for _, d := range p.digests {
		if subtle.ConstantTimeCompare(d, sum[:]) == 1 {
			return true
		}
	}
	return false
}

// digests reads the SHA-256 digests of records like
// "v=UAAC1; a=sha256; d=BASE64"; several may stand there while a document
// changes.
func digests(records []string) [][]byte {
	var all [][]byte
	for _, record := range records {
		tags := map[string]string{}
		for tag := range strings.SplitSeq(record, ";") {
			if name, value, ok := strings.Cut(tag, "="); ok {
				tags[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
			}
		}
		if !strings.EqualFold(tags["v"], "UAAC1") || !strings.EqualFold(tags["a"], "sha256") {
			continue
		}
		digest, err := base64.StdEncoding.DecodeString(tags["d"])
		if err == nil && len(digest) == sha256.Size {
			all = append(all, digest)
		}
	}
	return all
}
