package wire

import "testing"

func TestCheckHost(t *testing.T) {
	for _, host := range []string{"imap.example.org", "127.0.0.1", "::1", "fe80::1%eth0", "müller.example", "почта.рф", "例え.テスト", "xn--mller-kva.example"} {
		if err := CheckHost(host); err != nil {
			t.Errorf("%q: %v", host, err)
		}
	}
	for _, host := range []string{"", "a b", "a/b", "user@host", "a\r\nb", "a\x7fb", "a\u202eb", "a\u009b2Jb", "a\u200bb", "a\u00a0b", "a\U000e0041b", "a\xffb"} {
		if err := CheckHost(host); err == nil {
			t.Errorf("%q was taken", host)
		} else if text := err.Error(); text != Visible([]byte(text)) {
			t.Errorf("%q: %q", host, text)
		}
	}
}
