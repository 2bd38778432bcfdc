// Package safefile keeps private files whole: a reader sees the old content
// or the new one, never a part, whatever happens to the writer. It refuses
// symbolic links and what belongs to somebody else.
package safefile
