package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxPlainName is how long a name may become before it is cut and hashed.
const maxPlainName = 120

// fileName gives a name without extension that every file system takes, one
// for each key: small letters, digits, "-" and "_" stand for themselves, all
// else is "=" and two digits. "==" comes before the hash of a long key.
func fileName(key string) (string, error) {
	if key == "" || len(key) > 4096 || !utf8.ValidString(key) {
		return "", errors.New("the vault needs a key of 1 to 4096 bytes in UTF-8")
	}
	var b strings.Builder
	for i := range len(key) {
		if c := key[i]; plain(c) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "=%02x", c)
		}
	}
	name := b.String()
	if name == key {
		// Windows reserves con, nul, com1 and more, whatever the extension.
		name = fmt.Sprintf("=%02x", name[0]) + name[1:]
	}
	if len(name) > maxPlainName {
		sum := sha256.Sum256([]byte(key))
		name = name[:48] + "==" + hex.EncodeToString(sum[:])
	}
	return name, nil
}

func plain(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}
