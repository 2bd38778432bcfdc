package auth

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"

	"mailknock/mail/wire"
)

// maxShown bounds a body in the transcript, in bytes.
const maxShown = 16 << 10

// maskBody gives a body as it may be shown, and registers the secrets in it.
func maskBody(rec *wire.Recorder, body []byte) string {
	text, err := maskJSON(rec, body)
	if err != nil {
		text = maskText(string(body))
	}
	return cut(text, maxShown)
}

// maskJSON writes a JSON document anew, in one line and in its own order,
// without its secrets. It needs no recursion: depth costs a byte a level.
func maskJSON(rec *wire.Recorder, body []byte) (string, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var (
		out   strings.Builder
		stack []byte // '{' before a name, ':' before its value, '['
		name  string
		first = true
	)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
		if delim, ok := t.(json.Delim); ok && (delim == '}' || delim == ']') {
			out.WriteString(delim.String())
			stack = stack[:len(stack)-1]
			first = false
			continue
		}
		top := byte(0)
		if len(stack) > 0 {
			top = stack[len(stack)-1]
		}
		if !first && (top == '{' || top == '[') {
			out.WriteByte(',')
		}
		first = false
		switch top {
		case '{':
			name, _ = t.(string)
			writeJSON(&out, name)
			out.WriteByte(':')
			stack[len(stack)-1] = ':'
			continue
		case ':':
			stack[len(stack)-1] = '{'
		}
		switch v := t.(type) {
		case json.Delim:
			out.WriteString(v.String())
			stack = append(stack, byte(v))
			first = true
		case string:
			switch {
			case isSecret(name):
				v = learn(rec, name, v)
			default:
				v = maskText(v)
			}
			writeJSON(&out, v)
		default:
			writeJSON(&out, v)
		}
	}
	if len(stack) > 0 {
		return "", io.ErrUnexpectedEOF
	}
	return out.String(), nil
}

func writeJSON(out *strings.Builder, v any) {
	var line strings.Builder
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	_ = e.Encode(v)
	out.WriteString(strings.TrimSuffix(line.String(), "\n"))
}

var longRun = regexp.MustCompile(`[A-Za-z0-9_~+=-]{40,}`)

// maskText hides what looks like a secret in text whose shape is unknown. The
// transcript's own net for shapes that are known comes after it.
func maskText(text string) string {
	return longRun.ReplaceAllString(text, "[long text without a space, hidden]")
}
