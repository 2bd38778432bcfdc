package provider

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

const noSecretHere = "no secret stands in this file, since it is handed around: put it into a file of its own and write that file's name into \"client_secret_file\" of a registration"

// looksSecret tells whether somebody wanted to write a secret into a field of
// this name.
func looksSecret(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "secret") || strings.Contains(name, "token") && !strings.Contains(name, "url")
}

// decode reads one field over what stands in the structure. What it gives back
// is a problem in words; it never quotes the value, which may be anything.
func decode(into any, m member, kind reflect.Type) string {
	name, err := json.Marshal(m.name)
	if err != nil {
		return "the field's name cannot be read"
	}
	d := json.NewDecoder(bytes.NewReader(slices.Concat([]byte("{"), name, []byte(":"), m.raw, []byte("}"))))
	d.DisallowUnknownFields()
	err = d.Decode(into)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &wrong):
		if _, part, ok := strings.Cut(wrong.Field, "."); ok {
			return fmt.Sprintf("%q: %s must be %s", m.name, short(part), form(wrong.Type))
		}
		return fmt.Sprintf("%q must be %s", m.name, form(kind))
	case strings.Contains(err.Error(), "unknown field"):
		_, field, _ := strings.Cut(err.Error(), "unknown field ")
		return fmt.Sprintf("%q has no field %s", m.name, short(field))
	}
	return fmt.Sprintf("%q: %s", m.name, cut(err.Error(), 200))
}

// form says how a value of a type is written.
func form(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.String:
		return `text in quotes`
	case reflect.Bool:
		return `true or false, without quotes`
	case reflect.Int:
		return `a number, without quotes`
	case reflect.Slice:
		return `a list in brackets, such as ["…", "…"]`
	}
	if t.PkgPath() == "mailknock/mail/wire" {
		return `a server in quotes, such as "imap.example.org:993/tls"`
	}
	return `an object in braces, such as {"…": "…"}`
}
