// Package wire is what lies under every conversation: the recording
// connection, the transcript of a run, and the masking of secrets in it.
//
// A run has one [Transcript]. Every protocol writes to it through its own
// [Recorder]; window, terminal, JSON and report draw from it and from nothing
// else. The package knows no protocol and no face.
package wire
