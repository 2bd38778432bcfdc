// Package accounts keeps the saved accounts in one readable file,
// accounts.json. It holds no secret.
//
// The file is replaced as a whole or not at all, and the copy from before the
// last save lies beside it. Several running copies of the program save into
// it without losing each other's changes: each save takes a lock, reads the
// file again and applies to it what was changed. What cannot be written stays
// in memory until Retry. A damaged file is set aside, never overwritten; one
// of a newer version is only read; fields that this version does not know
// stay in the file.
package accounts
