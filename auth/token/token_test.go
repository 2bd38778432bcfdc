package token

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const signature = "c2lnbmF0dXJlLW9mLXRoZS10b2tlbi1uZXZlci1rZXB0"

func jwt(claims string) string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"typ":"JWT","alg":"RS256"}`)) + "." + enc([]byte(claims)) + "." + signature
}

func TestInspect(t *testing.T) {
	delegated := jwt(`{"aud":"https://outlook.office.com","iss":"https://sts.windows.net/11/",
		"iat":1767348000,"nbf":1767348000,"exp":1767351900.5,"appid":"app-1","oid":"o-1","tid":"11","sub":"s-1",
		"scp":"IMAP.AccessAsUser.All SMTP.Send","upn":"anna@contoso.com","unique_name":"other@contoso.com"}`)
	appOnly := jwt(`{"aud":"https://outlook.office365.com","roles":["IMAP.AccessAsApp","POP.AccessAsApp"],"oid":"sp-1","appid":"app-1","exp":"1767351900"}`)
	keycloak := jwt(`{"aud":["mail","account"],"azp":"mailknock","scope":"openid email","preferred_username":"bob","email":"bob@example.org","exp":1e400}`)
	odd := jwt(`{"aud":[1,"a",null,{}],"scp":["x",""],"upn":7,"email":"c@d","exp":-4,"iat":{},"nbf":1e300,"roles":"r"}`)
	google := "ya29.a0AfB_byC-" + strings.Repeat("x", 200)
	tests := []struct {
		name, raw string
		want      Info
	}{
		{"delegated", delegated, Info{Kind: JWT, Issuer: "https://sts.windows.net/11/", Audience: []string{"https://outlook.office.com"}, Scopes: []string{"IMAP.AccessAsUser.All", "SMTP.Send"}, User: "anna@contoso.com", Subject: "s-1", AppID: "app-1", ObjectID: "o-1", TenantID: "11", Expires: time.Unix(1767351900, 0), IssuedAt: time.Unix(1767348000, 0), NotBefore: time.Unix(1767348000, 0)}},
		{"app only", appOnly, Info{Kind: JWT, Audience: []string{"https://outlook.office365.com"}, Roles: []string{"IMAP.AccessAsApp", "POP.AccessAsApp"}, AppID: "app-1", ObjectID: "sp-1", Expires: time.Unix(1767351900, 0)}},
		{"audience array", keycloak, Info{Kind: JWT, Audience: []string{"mail", "account"}, Scopes: []string{"openid", "email"}, User: "bob", AppID: "mailknock"}},
		{"odd types", odd, Info{Kind: JWT, Audience: []string{"a"}, Scopes: []string{"x"}, Roles: []string{"r"}, User: "c@d"}},
		{"Google", google, Info{Kind: Opaque}},
		{"Google with dots", "ya29.a.b", Info{Kind: Opaque}},
		{"encrypted", strings.Replace(delegated, ".", "..", 2), Info{Kind: Opaque}},
		{"no alg", "e30.e30.x", Info{Kind: Opaque}},
		{"claims not an object", "eyJhbGciOiJub25lIn0.W10.", Info{Kind: Opaque}},
		{"Google's refresh token", "1//0gAbCdEfGhIjKlMn", Info{Kind: Opaque, Mistake: RefreshToken}},
		{"Microsoft's refresh token", "0.AXEAabcdefgh", Info{Kind: Opaque, Mistake: RefreshToken}},
		{"no value", "Undefined", Info{Kind: Opaque, Mistake: NoValue}},
		{"garbage", "\x00\xff not a token", Info{Kind: Opaque}},
		{"empty", "", Info{Kind: Opaque}},
		{"too long", jwt(`{"aud":"` + strings.Repeat("a", MaxLength) + `"}`), Info{Kind: Opaque}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.want.Length = len(test.raw)
			for _, form := range []string{"%s", "Bearer %s", " \"%s\"\r\n", "Authorization: bearer\t'%s'", "\"Bearer %s\""} {
				got := Inspect(fmt.Sprintf(form, test.raw))
				if test.raw != "" && !reflect.DeepEqual(got, test.want) {
					t.Errorf("%s:\n got %+v\nwant %+v", form, got, test.want)
				}
				if strings.Contains(fmt.Sprintf("%#v", got), signature[:9]) {
					t.Errorf("%s: the signature was kept", form)
				}
			}
		})
	}
	if i := Inspect(appOnly); !i.AppOnly() {
		t.Error("an app-only token was not recognised")
	}
	if i := Inspect(delegated); i.AppOnly() {
		t.Error("a delegated token was taken for an app-only one")
	}
}

func TestBounds(t *testing.T) {
	i := Inspect(jwt(`{"aud":["` + strings.Repeat(`a","`, 5000) + `"],"scp":"` + strings.Repeat("s ", 9000) + `","upn":"` + strings.Repeat("ü", 5000) + `"}`))
	if len(i.Audience) != maxList || len(i.Scopes) != maxList || len(i.User) > maxText+4 {
		t.Errorf("kept %d audiences, %d scopes, %d bytes of user", len(i.Audience), len(i.Scopes), len(i.User))
	}
}

func TestSummary(t *testing.T) {
	now := time.Date(2026, 1, 2, 13, 0, 0, 0, time.UTC)
	tests := []struct {
		info Info
		want string
	}{
		{Info{Kind: JWT, Length: 1742, Audience: []string{"https://outlook.office.com"}, Expires: now.Add(92 * time.Minute)}, "JWT, 1,742 bytes, aud outlook.office.com, until 14:32"},
		{Info{Kind: Opaque, Length: 220}, "opaque, 220 bytes"},
		{Info{Kind: JWT, Length: 65536, Audience: []string{"a", "b/", "c", "d"}, Expires: now.Add(-time.Minute)}, "JWT, 65,536 bytes, aud a b c …, expired 12:59"},
		{Info{Kind: JWT, Length: 999, Expires: now.Add(24 * time.Hour)}, "JWT, 999 bytes, until 2026-01-03 13:00"},
		{Info{}, "no token"},
	}
	for _, test := range tests {
		if got := test.info.summary(now); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %q", n, got)
		}
	}
}

func FuzzInspect(f *testing.F) {
	for _, seed := range []string{"", "ya29.x", jwt(`{"aud":"a","exp":1.5}`), "Bearer " + jwt(`{"scp":["a"]}`), jwt(`{"exp":"1e3"}`), `"Authorization: Bearer x"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		i := Inspect(raw)
		if clean := Clean(raw); i.Length != len(clean) || Clean(clean) != clean {
			t.Errorf("Clean is not stable on %q", raw)
		}
		if i.Kind != JWT && i.Kind != Opaque {
			t.Errorf("kind %q", i.Kind)
		}
		if len(i.Scopes) > maxList || len(i.User) > maxText+4 || len(i.Summary()) > 512 {
			t.Errorf("out of bounds: %d scopes", len(i.Scopes))
		}
	})
}
