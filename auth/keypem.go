package auth

import (
	"crypto/x509"
	"encoding/pem"
	"errors"

	"mailknock/mail/wire"
)

// maxBlocks bounds the blocks of a PEM file that are looked at.
const maxBlocks = 100

// readPEM reads the blocks of a PEM file (RFC 7468): the first private key,
// and all certificates.
func readPEM(text []byte, password wire.Secret) (contents, error) {
	var c contents
	for range maxBlocks {
		block, rest := pem.Decode(text)
		if block == nil {
			if c.key == nil && len(c.certs) == 0 && !c.request && !c.public {
				return c, &KeyFileError{Problem: KeyBroken, Detail: "a part between BEGIN and END is damaged: copy the whole file again"}
			}
			break
		}
		text = rest
		if err := c.take(block, password); err != nil {
			return contents{}, err
		}
	}
	return c, nil
}

func (c *contents) take(block *pem.Block, password wire.Secret) error {
	switch block.Type {
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return &KeyFileError{Problem: KeyBroken, Detail: "its certificate is damaged"}
		}
		c.certs = append(c.certs, cert)
	case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST":
		c.request = true
	case "PUBLIC KEY", "RSA PUBLIC KEY":
		c.public = true
	case "OPENSSH PRIVATE KEY", "SSH2 PUBLIC KEY":
		return &KeyFileError{Problem: KeyOtherKind, Detail: "it is a key for SSH"}
	case "PGP PRIVATE KEY BLOCK", "PGP PUBLIC KEY BLOCK":
		return &KeyFileError{Problem: KeyOtherKind, Detail: "it is a key for PGP"}
	case "DSA PRIVATE KEY":
		return errUnknownKind
	case "ENCRYPTED PRIVATE KEY":
		e, ok := parseEncrypted(block.Bytes)
		if !ok {
			return errDamagedPrivate
		}
		return c.keep(e.open(password))
	case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY":
		return c.keep(privateOf(block, password))
	}
	return nil
}

// keep takes the first key of a file.
func (c *contents) keep(key any, err error) error {
	if err == nil && c.key == nil {
		c.key = key
	}
	return err
}

// privateOf reads a private key's block, also one that OpenSSL encrypted in
// its old way (RFC 1421 section 4.6.1.1).
func privateOf(block *pem.Block, password wire.Secret) (any, error) {
	der := block.Bytes
	//lint:ignore SA1019 people have such files, and a weak encryption is no reason not to open them
	if x509.IsEncryptedPEMBlock(block) {
		if password.Empty() {
			return nil, &KeyPasswordError{}
		}
		var err error
		//lint:ignore SA1019 as above
		der, err = x509.DecryptPEMBlock(block, []byte(password.Reveal()))
		switch {
		case errors.Is(err, x509.IncorrectPasswordError):
			return nil, &KeyPasswordError{Wrong: true}
		case err != nil:
			return nil, &KeyFileError{Problem: KeyBroken, Detail: "it is encrypted in a way that cannot be read"}
		}
		if key, err := parsePrivate(der); err == nil {
			return key, nil
		}
		// The old way has no check of its own: a wrong password may give
		// nonsense.
		return nil, &KeyPasswordError{Wrong: true}
	}
	return parsePrivate(der)
}
