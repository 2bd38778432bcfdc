package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// Row A11: expires_in in every shape.
func TestLifetime(t *testing.T) {
	for raw, want := range map[string]time.Duration{
		`3600`: time.Hour, `"3600"`: time.Hour, `3599.9`: 3599 * time.Second, `1e3`: 1000 * time.Second, `" 60 "`: time.Minute,
		``: 0, `null`: 0, `0`: 0, `-5`: 0, `"-5"`: 0, `"soon"`: 0, `{}`: 0, `[]`: 0, `true`: 0, `"NaN"`: 0, `""`: 0,
		`99999999999999999999`: maxExpires, `1e999`: maxExpires, `"Inf"`: maxExpires,
	} {
		got, remark := lifetime(json.RawMessage(raw))
		if got != want {
			t.Errorf("%s gives %s, not %s", raw, got, want)
		}
		told := raw != `` && raw != `null` && raw != `""`
		if odd := want == 0 && told || want == maxExpires; odd != (remark != "") {
			t.Errorf("%s: remark %q", raw, remark)
		}
	}
}

// Row A11: the rest of a token answer.
func TestParseToken(t *testing.T) {
	for _, test := range []struct{ name, body, wrong string }{
		{"plain", `{"access_token":"a","token_type":"Bearer"}`, ""},
		{"small letters", `{"access_token":"a","token_type":"bearer","unknown":{"deep":[1,2,{"x":null}]}}`, ""},
		{"capitals", `{"access_token":"a","token_type":"BEARER"}`, ""},
		{"no type", `{"access_token":"a"}`, ""},
		{"scope array", `{"access_token":"a","token_type":"Bearer","scope":["mail","x"]}`, ""},
		{"odd members", `{"access_token":"a","token_type":"Bearer","refresh_token":5,"id_token":null,"expires_in":{},"scope":7}`, ""},
		{"DPoP", `{"access_token":"a","token_type":"DPoP"}`, "token_type"},
		{"mac", `{"access_token":"a","token_type":"mac"}`, "token_type"},
		{"no token", `{"token_type":"Bearer"}`, "no access_token"},
		{"number", `{"access_token":5,"token_type":"Bearer"}`, "no access_token"},
		{"other spelling", `{"Access_Token":"a","token_type":"Bearer"}`, "no access_token"},
		{"line break", `{"access_token":"a\r\nX: y","token_type":"Bearer"}`, "characters"},
		{"control", `{"access_token":"a\u0001b","token_type":"Bearer"}`, "characters"},
		{"space", `{"access_token":"a b","token_type":"Bearer"}`, "characters"},
		{"letters", `{"access_token":"ä","token_type":"Bearer"}`, "characters"},
		{"refresh", `{"access_token":"a","refresh_token":"b\n","token_type":"Bearer"}`, "characters"},
		{"huge", `{"access_token":"` + strings.Repeat("a", maxToken+1) + `"}`, "longer"},
		{"array", `[]`, "not a JSON object"},
		{"null", `null`, "not a JSON object"},
		{"empty", ``, "not a JSON object"},
		{"cut", `{"access_token":"a"`, "not a JSON object"},
		{"two", `{"access_token":"a"}{}`, "not a JSON object"},
	} {
		_, wrong := parseToken([]byte(test.body))
		if test.wrong == "" && wrong != "" || !strings.Contains(wrong, test.wrong) {
			t.Errorf("%s: %q", test.name, wrong)
		}
	}
}

// refreshOnce asks the fake server for a token by Refresh.
func refreshOnce(t *testing.T, as *fakeAS, token http.HandlerFunc) (*Token, string, error) {
	t.Helper()
	as.token = token
	rec := recorder()
	got, err := (&Flow{}).Refresh(t.Context(), rec, as.client(), tokenWith("RT.old-Kq8Wz5Xv2Bn"))
	return got, logOf(rec), err
}

// Rows A22, A24 and F4: every kind of bad answer has its own error, and
// nothing is sent twice.
func TestBadAnswers(t *testing.T) {
	raw := func(status int, kind, body string, headers ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{kind}
			for i := 0; i < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	const good = `{"access_token":"AT.f3Gh7Jk9Lm2Np4Qr6St8","token_type":"Bearer"}`
	for _, test := range []struct {
		name                  string
		token                 http.HandlerFunc
		want                  any
		temporary, again, los bool
	}{
		{"invalid_grant", raw(400, "application/json", `{"error":"invalid_grant"}`), new(*TokenError), false, true, false},
		{"invalid_grant with 200", raw(200, "application/json", `{"error":"invalid_grant"}`), new(*TokenError), false, true, false},
		{"invalid_client", raw(401, "application/json", `{"error":"invalid_client"}`), new(*TokenError), false, false, false},
		{"503", raw(503, "text/html", "<h1>busy</h1>", "Retry-After", "7"), new(*TokenError), true, false, false},
		{"429", raw(429, "application/json", `{}`, "Retry-After", "7"), new(*TokenError), true, false, false},
		{"500 with words", raw(500, "application/json", `{"error":"invalid_grant"}`), new(*TokenError), true, false, false},
		{"temporarily_unavailable", raw(400, "application/json", `{"error":"temporarily_unavailable"}`), new(*TokenError), true, false, false},
		{"404", raw(404, "text/plain", "nothing"), new(*TokenError), false, false, false},
		{"HTML", raw(200, "text/html", "<p>please sign in"), new(*AnswerError), false, false, false},
		{"form", raw(200, "application/x-www-form-urlencoded", "access_token=a&token_type=Bearer"), new(*AnswerError), false, false, false},
		{"text with JSON in it", raw(200, "text/plain", good), new(*AnswerError), false, false, false},
		{"two MiB", raw(200, "application/json", `{"x":"`+strings.Repeat("y ", 1<<20)+`"}`), new(*AnswerError), false, false, false},
		{"301", raw(301, "text/html", "", "Location", "https://evil.test/?code=Kq8Wz5Xv2Bn"), new(*RedirectError), false, false, false},
		{"307", raw(307, "text/html", "", "Location", "https://evil.test/"), new(*RedirectError), false, false, false},
		{"308 to itself", raw(308, "text/html", "", "Location", "/token"), new(*RedirectError), false, false, false},
		{"dropped", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, new(*NetworkError), true, false, true},
		{"cut", raw(200, "application/json", `{"acc`, "Content-Length", "500"), new(*NetworkError), true, false, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			as := newFakeAS(t)
			_, text, err := refreshOnce(t, as, test.token)
			if !errors.As(err, test.want) {
				t.Fatalf("%T %v", err, err)
			}
			var temporary interface{ Temporary() bool }
			if got := errors.As(err, &temporary) && temporary.Temporary(); got != test.temporary {
				t.Errorf("temporary is %v: %v", got, err)
			}
			var refused *TokenError
			if got := errors.As(err, &refused) && refused.SignInAgain(); got != test.again {
				t.Errorf("SignInAgain is %v", got)
			}
			if (test.name == "503" || test.name == "429") && refused.RetryAfter != 7*time.Second {
				t.Errorf("RetryAfter is %s", refused.RetryAfter)
			}
			var network *NetworkError
			if got := errors.As(err, &network) && network.Lost; got != test.los {
				t.Errorf("lost is %v: %v", got, err)
			}
			if as.postCount() != 1 {
				t.Errorf("%d requests", as.postCount())
			}
			if strings.Contains(text+err.Error()+fmt.Sprintf("%+v %#v", err, err), "Kq8Wz5Xv2Bn") {
				t.Errorf("a secret is in the log or the error:\n%s\n%#v", text, err)
			}
		})
	}
}

func TestMicrosoftRefusal(t *testing.T) {
	as := newFakeAS(t)
	const body = `{"error":"invalid_grant","error_description":"AADSTS700082: The refresh token has expired.\r\nTrace ID: 11111111-2222-3333-4444-555555555555\r\nCorrelation ID: 66666666-7777-8888-9999-000000000000","error_codes":[700082],"timestamp":"2026-11-21 01:00:00Z","trace_id":"11111111-2222-3333-4444-555555555555","correlation_id":"66666666-7777-8888-9999-000000000000","error_uri":"https://login.microsoftonline.com/error?code=700082","suberror":"token_expired"}`
	_, text, err := refreshOnce(t, as, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("X-Ms-Request-Id", "11111111-2222-3333-4444-555555555555")
		w.WriteHeader(400)
		_, _ = w.Write([]byte(body))
	})
	var e *TokenError
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if !slices.Equal(e.Codes, []int{700082}) || e.TraceID != "11111111-2222-3333-4444-555555555555" ||
		e.CorrelationID != "66666666-7777-8888-9999-000000000000" || e.Suberror != "token_expired" || e.Status != 400 || !e.SignInAgain() {
		t.Errorf("%+v", e)
	}
	if want := "AADSTS700082: The refresh token has expired. Trace ID:"; !strings.Contains(e.Description, want) {
		t.Errorf("description %q", e.Description)
	}
	if !strings.Contains(e.Body, `"error_codes":[700082]`) || !strings.Contains(text, "X-Ms-Request-Id: 11111111") {
		t.Errorf("body %q\n%s", e.Body, text)
	}
	if got := microsoftCodes("AADSTS50020 and AADSTS90072, not XAADSTS1"); !slices.Equal(got, []int{50020, 90072}) {
		t.Errorf("%v", got)
	}
}

// Row C3: a server that repeats the secrets in its error, or invents its own,
// finds them masked everywhere.
func TestEchoedSecrets(t *testing.T) {
	const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg"
	as := newFakeAS(t)
	_, text, err := refreshOnce(t, as, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Www-Authenticate", `Bearer error="`+r.Form.Get("refresh_token")+`"`)
		w.WriteHeader(500)
		_, _ = fmt.Fprintf(w, "<p>bad %s and %s access_token=Zx9Cv8Bn7Mq6</p>\x1b[31m\u202e", r.Form.Get("refresh_token"), jwt)
	})
	all := text + fmt.Sprintf("%v %+v %#v", err, err, err)
	for _, secret := range []string{"Kq8Wz5Xv2Bn", "eyJhbGciOi", "c2lnbmF0d", "Zx9Cv8Bn7", "\x1b", "\u202e"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is in the log or the error:\n%s", secret, all)
		}
	}
}

// Row D11: a wrong local clock is noticed.
func TestClockSkew(t *testing.T) {
	for _, off := range []time.Duration{0, 30 * time.Second, 2 * time.Hour, -2 * time.Hour} {
		as := newFakeAS(t)
		as.token = nil
		rec := recorder()
		f := &Flow{Now: func() time.Time { return time.Now().Add(off) }}
		got, err := f.Refresh(t.Context(), rec, as.client(), tokenWith("RT.old-Kq8Wz5Xv2Bn"))
		if err != nil {
			t.Fatal(err)
		}
		if d := got.Skew + off; d < -2*time.Second || d > 2*time.Second {
			t.Errorf("%s off: skew %s", off, got.Skew)
		}
		noted := strings.Contains(logOf(rec), "The clock of this computer is")
		if noted != (off > time.Minute || off < -time.Minute) {
			t.Errorf("%s off: noted %v", off, noted)
		}
		if d := got.Expires.Sub(f.now()); d < 59*time.Minute || d > time.Hour {
			t.Errorf("%s off: the token lives %s", off, d)
		}
	}
}

// Row A28: what was asked for and what was granted.
func TestScopes(t *testing.T) {
	as := newFakeAS(t)
	got, text, err := refreshOnce(t, as, func(w http.ResponseWriter, r *http.Request) {
		as.grant(w, r, map[string]any{"scope": "other"})
	})
	if err != nil || !slices.Equal(got.Granted, []string{"other"}) || !slices.Equal(got.Missing(), []string{"mail"}) {
		t.Fatalf("%v %+v", err, got)
	}
	if !strings.Contains(text, "Asked for, but not granted: mail") {
		t.Error(text)
	}
	got, _, err = refreshOnce(t, as, nil)
	if err != nil || !slices.Equal(got.Granted, got.Asked) || got.Missing() != nil {
		t.Fatalf("%v %+v", err, got)
	}
}

func TestNoRefresh(t *testing.T) {
	google := Client{AuthURL: "https://accounts.google.com/o/oauth2/v2/auth", Scopes: []string{"https://mail.google.com/"}}
	with := func(c Client, params map[string]string) Client { c.AuthParams = params; return c }
	other := Client{AuthURL: "https://as.test/a", Scopes: []string{"mail"}}
	offline := Client{AuthURL: "https://as.test/a", Scopes: []string{"mail", "offline_access"}}
	for _, test := range []struct {
		c       Client
		granted []string
		want    string
	}{
		{google, nil, "access_type=offline was not asked for"},
		{with(google, map[string]string{"access_type": "offline"}), nil, "prompt=consent"},
		{with(google, map[string]string{"access_type": "offline", "prompt": "consent"}), nil, "although it was asked for"},
		{other, nil, "offline_access was not asked for"},
		{offline, []string{"mail"}, "asked for and not granted"},
		{offline, []string{"mail", "offline_access"}, "gave none all the same"},
		{offline, nil, "gave none all the same"},
		{with(other, map[string]string{"access_type": "offline"}), nil, "gave none all the same"},
	} {
		if got := noRefresh(test.c, test.granted); !strings.Contains(got, test.want) {
			t.Errorf("%q lacks %q", got, test.want)
		}
	}
}
