// Package vault keeps refresh tokens and client secrets.
//
// One mechanism: an age X25519 identity encrypts one file per key, mode 0600,
// in a folder of mode 0700. The identity itself lies in the system's keychain
// (kind Keychain), in an age file encrypted with a passphrase (kind File), or
// there is none and nothing goes to the disk (kind Memory). The person
// chooses; nothing is ever stored in clear, and no kind falls back to another.
//
// The keychain holds only the identity, 74 characters: Windows stores at most
// 2,560 bytes an item and macOS about 2,900, which the tokens of Microsoft
// pass.
//
// On macOS the item is made by /usr/bin/security, so every program that runs
// as the same user can read it without a question. Where that is not
// acceptable, File is the kind to choose.
package vault
