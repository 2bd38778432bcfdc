package token

import (
	"reflect"
	"testing"
	"time"
)

func TestFromInfo(t *testing.T) {
	now := time.Unix(1767348000, 0)
	const raw = "ya29.a0AfB_byC"
	for _, test := range []struct {
		name, body string
		ok         bool
		want       Info
	}{
		{
			"Google", `{"azp":"app-1","aud":"app-1","sub":"1042","scope":"https://mail.google.com/ openid","exp":"1767351900","expires_in":"3599","email":"anna@example.org","email_verified":"true"}`, true,
			Info{Kind: Opaque, Length: len(raw), Audience: []string{"app-1"}, AppID: "app-1", Subject: "1042", Scopes: []string{"https://mail.google.com/", "openid"}, User: "anna@example.org", Expires: time.Unix(1767351900, 0)},
		},
		{
			"older", `{"issued_to":"app-1","audience":"app-1","scope":"s","expires_in":60}`, true,
			Info{Kind: Opaque, Length: len(raw), AppID: "app-1", Scopes: []string{"s"}, Expires: now.Add(time.Minute)},
		},
		{
			"endless", `{"aud":"a","expires_in":253402300799}`, true,
			Info{Kind: Opaque, Length: len(raw), Audience: []string{"a"}, AppID: "a", Expires: now.Add(maxLeft * time.Second)},
		},
		{"nothing", `{"error":"invalid_token"}`, false, Info{Kind: Opaque, Length: len(raw)}},
		{"array", `[]`, false, Info{}},
		{"null", `null`, false, Info{}},
	} {
		got, ok := FromInfo(raw, []byte(test.body), now)
		if ok != test.ok || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v\n got %+v\nwant %+v", test.name, ok, got, test.want)
		}
	}
}

func FuzzFromInfo(f *testing.F) {
	f.Add([]byte(`{"aud":"a","scope":"b","exp":"1"}`))
	f.Add([]byte(`{"aud":["a"],"expires_in":-1}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		i, ok := FromInfo("ya29.x", body, time.Unix(1767348000, 0))
		if len(i.Scopes) > maxList || len(i.User) > maxText+4 || len(i.Summary()) > 512 || ok && len(i.Audience)+len(i.Scopes) == 0 {
			t.Errorf("%+v", i)
		}
	})
}
