package accounts

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// fields is a JSON object taken apart.
type fields map[string]json.RawMessage

// namesOf gives the JSON names of a struct's fields.
func namesOf[T any]() []string {
	var names []string
	t := reflect.TypeFor[T]()
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

// decodeObject reads the fields that T has, by their exact names, and gives
// the others. encoding/json alone would take "ID" for "id".
func decodeObject[T any](raw []byte) (value T, extra fields, err error) {
	var all fields
	if err := json.Unmarshal(raw, &all); err != nil {
		return value, nil, err
	}
	if all == nil {
		return value, nil, errors.New("it is empty")
	}
	known := fields{}
	for _, name := range namesOf[T]() {
		if v, ok := all[name]; ok {
			known[name] = v
			delete(all, name)
		}
	}
	text, err := json.Marshal(known)
	if err != nil {
		return value, nil, err
	}
	return value, all, json.Unmarshal(text, &value)
}

// encodeObject gives the value with the extra fields after its own.
func encodeObject(value any, extra fields) ([]byte, error) {
	text, err := encodeJSON(value)
	if err != nil || len(extra) == 0 {
		return text, err
	}
	out := bytes.TrimSuffix(text, []byte("}"))
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		key, err := encodeJSON(name)
		if err != nil {
			return nil, err
		}
		if !bytes.HasSuffix(out, []byte("{")) {
			out = append(out, ',')
		}
		out = append(append(append(out, key...), ':'), extra[name]...)
	}
	return append(out, '}'), nil
}

// encodeJSON leaves <, > and & readable.
func encodeJSON(value any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}
