package auth

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des" // opens files that exist, encrypts none
	"crypto/pbkdf2"
	"crypto/sha1" // as above
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"hash"
	"slices"

	"mailknock/mail/wire"
)

// maxRounds bounds the rounds of PBKDF2. What programs write is far below.
const maxRounds = 2_000_000

var (
	errCostly         = &KeyFileError{Problem: KeyUnsupported, Detail: "checking its password would take this computer very long"}
	errUnknownCipher  = &KeyFileError{Problem: KeyUnsupported, Detail: "it is encrypted in a way that Mailknock does not know: encrypt it anew with \"openssl pkcs8 -topk8 -v2 aes-256-cbc\""}
	errUnknownKind    = &KeyFileError{Problem: KeyUnsupported, Detail: "it is neither RSA, nor Ed25519, nor ECDSA on P-256, P-384 or P-521"}
	errDamagedPrivate = &KeyFileError{Problem: KeyBroken, Detail: "its private key is damaged"}
)

// encryptedKey is an EncryptedPrivateKeyInfo (RFC 5958 section 3).
type encryptedKey struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

// pbes2 is how it is encrypted (RFC 8018 appendix A.4), and pbkdf2Parameters
// how the key for that comes from the password (appendix A.2).
type pbes2 struct {
	Derivation, Cipher pkix.AlgorithmIdentifier
}

type pbkdf2Parameters struct {
	Salt   []byte
	Rounds int
	Length int                      `asn1:"optional"`
	Hash   pkix.AlgorithmIdentifier `asn1:"optional"`
}

var (
	oidPBES   = []asn1.ObjectIdentifier{{1, 2, 840, 113549, 1, 5}, {1, 2, 840, 113549, 1, 12, 1}}
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
)

var pbkdf2Hashes = map[string]func() hash.Hash{
	"":                    sha1.New,
	"1.2.840.113549.2.7":  sha1.New,
	"1.2.840.113549.2.9":  sha256.New,
	"1.2.840.113549.2.10": sha512.New384,
	"1.2.840.113549.2.11": sha512.New,
	"1.2.840.113549.2.8":  sha256.New224,
	"1.2.840.113549.2.12": sha512.New512_224,
	"1.2.840.113549.2.13": sha512.New512_256,
}

var pbes2Ciphers = map[string]struct {
	length int
	open   func([]byte) (cipher.Block, error)
}{
	"2.16.840.1.101.3.4.1.2":  {16, aes.NewCipher},
	"2.16.840.1.101.3.4.1.22": {24, aes.NewCipher},
	"2.16.840.1.101.3.4.1.42": {32, aes.NewCipher},
	"1.2.840.113549.3.7":      {24, des.NewTripleDESCipher},
}

// parseEncrypted reads an encrypted PKCS#8 key; false: it is none.
func parseEncrypted(der []byte) (encryptedKey, bool) {
	var e encryptedKey
	if rest, err := asn1.Unmarshal(der, &e); err != nil || len(rest) > 0 {
		return e, false
	}
	id := e.Algorithm.Algorithm
	return e, slices.ContainsFunc(oidPBES, func(family asn1.ObjectIdentifier) bool {
		return len(id) > len(family) && id[:len(family)].Equal(family)
	})
}

// open decrypts a key (RFC 8018 section 6.2). The libraries for it panic on a
// damaged file, or take any number of rounds.
func (e encryptedKey) open(password wire.Secret) (any, error) {
	var (
		scheme pbes2
		kdf    pbkdf2Parameters
		iv     []byte
	)
	switch {
	case !e.Algorithm.Algorithm.Equal(oidPBES2):
		return nil, errUnknownCipher
	case !decodes(e.Algorithm.Parameters, &scheme):
		return nil, errDamagedPrivate
	case !scheme.Derivation.Algorithm.Equal(oidPBKDF2):
		return nil, errUnknownCipher
	case !decodes(scheme.Derivation.Parameters, &kdf):
		return nil, errDamagedPrivate
	}
	newHash, known := pbkdf2Hashes[kdf.Hash.Algorithm.String()]
	kind, knownCipher := pbes2Ciphers[scheme.Cipher.Algorithm.String()]
	switch {
	case !known, !knownCipher:
		return nil, errUnknownCipher
	case kdf.Rounds < 1, !decodes(scheme.Cipher.Parameters, &iv):
		return nil, errDamagedPrivate
	case kdf.Rounds > maxRounds:
		return nil, errCostly
	case password.Empty():
		return nil, &KeyPasswordError{}
	}
	key, err := pbkdf2.Key(newHash, password.Reveal(), kdf.Salt, kdf.Rounds, kind.length)
	if err != nil {
		return nil, errUnknownCipher
	}
	block, err := kind.open(key)
	if err != nil || len(iv) != block.BlockSize() || len(e.Data) == 0 || len(e.Data)%block.BlockSize() != 0 {
		return nil, errDamagedPrivate
	}
	plain := make([]byte, len(e.Data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, e.Data)
	pad := int(plain[len(plain)-1])
	if pad == 0 || pad > block.BlockSize() || !bytes.HasSuffix(plain, bytes.Repeat([]byte{byte(pad)}, pad)) {
		return nil, &KeyPasswordError{Wrong: true}
	}
	private, err := x509.ParsePKCS8PrivateKey(plain[:len(plain)-pad])
	if err != nil {
		return nil, &KeyPasswordError{Wrong: true}
	}
	return private, nil
}

func decodes(raw asn1.RawValue, into any) bool {
	rest, err := asn1.Unmarshal(raw.FullBytes, into)
	return err == nil && len(rest) == 0
}

// costly tells whether a PKCS#12 file asks for more rounds than any honest
// one. It looks at every integer that can be seen, also inside octet strings.
func costly(der []byte, depth int) bool {
	for len(der) > 0 && depth < 20 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return false
		}
		der = rest
		universal := v.Class == asn1.ClassUniversal
		switch {
		case universal && v.Tag == asn1.TagInteger:
			var n int64
			if _, err := asn1.Unmarshal(v.FullBytes, &n); err == nil && n > maxRounds {
				return true
			}
		case v.IsCompound, universal && v.Tag == asn1.TagOctetString:
			if costly(v.Bytes, depth+1) {
				return true
			}
		}
	}
	return false
}
