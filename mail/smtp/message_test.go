package smtp

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
)

// read parses a message back.
func read(t testing.TB, raw []byte) (h mail.Header, text string) {
	t.Helper()
	r, err := mail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	part, err := r.NextPart()
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	body, err := io.ReadAll(part.Body)
	if err != nil {
		t.Fatalf("%v in\n%s", err, raw)
	}
	return r.Header, strings.ReplaceAll(string(body), "\r\n", "\n")
}

// wellFormed is what every message has to be on the wire.
func wellFormed(t testing.TB, raw []byte) {
	t.Helper()
	text := string(raw)
	if strings.ContainsAny(strings.ReplaceAll(text, "\r\n", ""), "\r\n\x00") || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("bare line ends in %q", text)
	}
	header, _, _ := strings.Cut(text, "\r\n\r\n")
	fields := 0
	for line := range strings.SplitSeq(header, "\r\n") {
		if strings.TrimSpace(line) == "" {
			t.Errorf("an empty line in the header %q", header)
		} else if line[0] != ' ' && line[0] != '\t' {
			fields++
		}
	}
	if fields != 8 {
		t.Errorf("%d fields in %q", fields, header)
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 998 {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
}

func TestBytes(t *testing.T) {
	m := Message{
		From: "Anna Weiß <anna@müller.example>", To: "bernd@example.org", Subject: "Grüße aus Köln", Text: "Schöne Grüße.\r\n.\rEnde = 1",
		Date: time.Date(2024, 11, 29, 10, 57, 8, 0, time.UTC), ID: "abc@example.org",
	}
	want := strings.ReplaceAll(`From: =?utf-8?q?Anna_Wei=C3=9F?= <anna@xn--mller-kva.example>
To: <bernd@example.org>
Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=
Date: Fri, 29 Nov 2024 10:57:08 +0000
Message-Id: <abc@example.org>
Mime-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Sch=C3=B6ne Gr=C3=BC=C3=9Fe.
.
Ende =3D 1
`, "\n", "\r\n")
	raw, err := m.Bytes()
	if err != nil || string(raw) != want {
		t.Errorf("%v\n%s", err, raw)
	}
}

func TestEncodings(t *testing.T) {
	tests := []struct{ subject, text, encoding string }{
		{"", "", "7bit"},
		{"Test", "plain\ntext\n", "7bit"},
		{"Test", strings.Repeat("long ", 100), "quoted-printable"},
		{"Test", "space at the end \n", "quoted-printable"},
		{"Test", "\x01\x7f", "quoted-printable"},
		{"Привет мир, это длинная тема, которая не помещается в одну строку письма", "Привет\n", "base64"},
		{strings.Repeat("x", 500), "x", "7bit"},
		{"two  spaces", "x", "7bit"},
		{"=?utf-8?q?not_encoded?=", "x", "7bit"},
		{strings.Repeat("日本語", 100), strings.Repeat("日本語\n", 100), "base64"},
	}
	for _, test := range tests {
		m := NewMessage("anna@example.org", "bernd@example.org", test.subject, test.text)
		raw, err := m.Bytes()
		if err != nil {
			t.Errorf("%q: %v", test.subject, err)
			continue
		}
		wellFormed(t, raw)
		h, text := read(t, raw)
		subject, _ := h.Subject()
		if subject != m.Subject || text != unixLines(m.Text) || h.Get("Content-Transfer-Encoding") != test.encoding {
			t.Errorf("%q %q came back as %q %q, %s", m.Subject, m.Text, subject, text, h.Get("Content-Transfer-Encoding"))
		}
	}
}

// TestRefused: what could become a second field, command or message does not
// get out, and the sentence names the field.
func TestRefused(t *testing.T) {
	good := Message{From: "anna@example.org", To: "bernd@example.org"}
	if _, err := good.Bytes(); err != nil {
		t.Fatal(err)
	}
	bad := []string{
		"\r\nBcc: eve@example.org", "\nBcc: eve@example.org", "\r", "\x00", "\x01", "\u2028", "\u0085", "\xff",
	}
	for _, tail := range bad {
		for field, m := range map[string]Message{
			"From":    {From: good.From + tail, To: good.To},
			"To":      {From: good.From, To: good.To + tail},
			"subject": {From: good.From, To: good.To, Subject: "x" + tail},
			"ID":      {From: good.From, To: good.To, ID: "x@y" + tail},
			"name":    {From: "A" + tail + " <anna@example.org>", To: good.To},
		} {
			if raw, err := m.Bytes(); err == nil || raw != nil {
				t.Errorf("%s with %q got out: %q", field, tail, raw)
			}
			if _, err := New(nil, Options{Message: &m}).Use(t.Context()); err == nil {
				t.Errorf("%s with %q was sent", field, tail)
			}
		}
	}
	for _, m := range []Message{
		{From: "", To: good.To},
		{From: good.From, To: "anna@example.org, eve@example.org"},
		{From: good.From, To: `"a b"@example.org`},
		{From: "=?utf-8?q?a=0D=0AX:_1?= <anna@example.org>", To: good.To},
		{From: good.From, To: good.To, Text: "a\x00"},
		{From: good.From, To: good.To, Text: "\xff"},
		{From: good.From, To: good.To, Subject: strings.Repeat("x", 501)},
		{From: strings.Repeat("x", 501) + " <anna@example.org>", To: good.To},
		{From: good.From, To: good.To, ID: "<x@y>"},
	} {
		if raw, err := m.Bytes(); err == nil {
			t.Errorf("%+v got out: %q", m, raw)
		}
	}
}

func TestPreview(t *testing.T) {
	m := letter()
	want := "From: Anna Weiß <anna@example.org>\nTo: bernd@example.org\nSubject: Test\n" +
		"Date: Fri, 29 Nov 2024 10:57:08 +0100\nMessage-ID: <abc@example.org>\n\nHello\n.\n..two\n"
	if m.Preview() != want {
		t.Error(m.Preview())
	}
	n := NewMessage("anna@example.org", "bernd@example.org", "", "")
	raw, err := n.Bytes()
	if err != nil || n.Subject != "Test" || n.Text == "" || n.Date.IsZero() || !strings.HasSuffix(n.ID, "@example.org") {
		t.Errorf("%+v, %v", n, err)
	}
	again, _ := n.Bytes()
	if !bytes.Equal(raw, again) || !strings.Contains(n.Preview(), n.ID) {
		t.Error("the message changes between preview and sending")
	}
	if NewMessage("anna@example.org", "b@example.org", "", "").ID == n.ID {
		t.Error("two messages with one ID")
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("Anna <anna@example.org>", "bernd@example.org", "Test", "Hello\n.\n")
	f.Add("anna@müller.example", "ü@example.org", "Grüße", "=\r\r\n\tfrom ")
	f.Add("\"a, b\" <a@b>", "a@[127.0.0.1]", strings.Repeat("ü", 80)+"  ", strings.Repeat("x", 2000))
	f.Fuzz(func(t *testing.T, from, to, subject, text string) {
		m := NewMessage(from, to, subject, text)
		raw, err := m.Bytes()
		if err != nil {
			return
		}
		wellFormed(t, raw)
		h, body := read(t, raw)
		if got, _ := h.Subject(); got != m.Subject {
			t.Errorf("the subject %q came back as %q", m.Subject, got)
		}
		if body != unixLines(m.Text) {
			t.Errorf("the text %q came back as %q", m.Text, body)
		}
		sender, recipient, _ := m.addresses()
		for field, want := range map[string]*mail.Address{"From": sender, "To": recipient} {
			if got, err := h.AddressList(field); err != nil || len(got) != 1 || *got[0] != *want {
				t.Errorf("%s %v came back as %v, %v", field, want, got, err)
			}
		}
	})
}
