package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// accountFile is a key file as Google writes it, with changes; nil takes a
// member out.
func accountFile(t testing.TB, change map[string]any) []byte {
	t.Helper()
	m := map[string]any{
		"type": "service_account", "project_id": "mail-tests", "private_key_id": "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2",
		"private_key": string(keyFile(t, "rsa.pem")), "client_email": "robot@mail-tests.iam.gserviceaccount.com",
		"client_id": "104211112222333344445", "auth_uri": "https://accounts.google.com/o/oauth2/auth", "token_uri": "https://oauth2.googleapis.com/token",
	}
	for name, value := range change {
		if m[name] = value; value == nil {
			delete(m, name)
		}
	}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestServiceAccount(t *testing.T) {
	as := newFakeAS(t)
	as.token = func(w http.ResponseWriter, r *http.Request) {
		as.grant(w, r, map[string]any{"refresh_token": nil})
	}
	sa, err := ReadServiceAccount(accountFile(t, map[string]any{"token_uri": as.URL + "/token"}), "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	rec := recorder()
	f := &Flow{Now: func() time.Time { return now }}
	got, err := f.ServiceAccount(t.Context(), rec, sa, "anna@example.org", nil)
	if err != nil || got.Access.Reveal() != "AT.f3Gh7Jk9Lm2Np4Qr6St8" || got.NoRefresh == "" || got.Granted[0] != GoogleMailScope {
		t.Fatalf("%v %+v", err, got)
	}
	form := as.posts[0]
	claims := assertionOf(t, form, "assertion", sa.Key)
	if claims["iss"] != sa.Email || claims["sub"] != "anna@example.org" || claims["scope"] != GoogleMailScope || claims["aud"] != as.URL+"/token" || claims["exp"] != float64(now.Unix()+3600) {
		t.Errorf("%v", claims)
	}
	if form.Get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || form.Has("client_id") || len(form) != 2 {
		t.Errorf("%v", form)
	}
	if strings.Contains(logOf(rec), form.Get("assertion")[60:]) {
		t.Error("the assertion is in the transcript")
	}
	for code, words := range map[string]string{
		"unauthorized_client": "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.",
		"invalid_grant":       "Invalid email or User ID",
	} {
		as.token = func(w http.ResponseWriter, _ *http.Request) {
			answerJSON(w, http.StatusUnauthorized, map[string]any{"error": code, "error_description": words})
		}
		var refused *TokenError
		if _, err := f.ServiceAccount(t.Context(), rec, sa, "anna@example.org", nil); !errors.As(err, &refused) || refused.Code != code || refused.Description != words || refused.SignInAgain() {
			t.Errorf("%v", err)
		}
	}
	for _, subject := range []string{"", "anna", "@example.org", "anna@", "an na@example.org"} {
		before := as.postCount()
		if _, err := f.ServiceAccount(t.Context(), rec, sa, subject, nil); err == nil || as.postCount() != before {
			t.Errorf("%q: %v", subject, err)
		}
	}
}

func TestServiceAccountFiles(t *testing.T) {
	if sa, err := ReadServiceAccount(accountFile(t, nil)); err != nil || sa.ClientID != "104211112222333344445" || sa.Key.ID != sa.KeyID || strings.Contains(fmt.Sprintf("%+v %#v", sa, sa), "PRIVATE") {
		t.Errorf("%v %+v", err, sa)
	}
	p12 := keyFile(t, "legacy.p12")
	for name, test := range map[string]struct {
		file  []byte
		kind  FileKind
		words string
	}{
		"desktop client":     {[]byte(`{"installed":{"client_id":"x.apps.googleusercontent.com","client_secret":"GOCSPX-secret-of-it"}}`), FileDesktopClient, "client fields"},
		"web client":         {[]byte(`{"web":{"client_id":"x"}}`), FileWebClient, "client fields"},
		"user":               {[]byte(`{"type":"authorized_user","refresh_token":"1//x"}`), FileUserCredentials, "person"},
		"external":           {[]byte(`{"type":"external_account"}`), FileExternalAccount, "federation"},
		"p12":                {p12, FilePKCS12, "p12"},
		"PEM":                {keyFile(t, "rsa.pem"), FilePEM, "bare key"},
		"cut":                {accountFile(t, nil)[:300], FileNotJSON, "not JSON"},
		"empty":              {nil, FileNotJSON, "not JSON"},
		"array":              {[]byte("[]"), FileNotJSON, "not JSON"},
		"null":               {[]byte("null"), FileOther, "not the key"},
		"other":              {[]byte(`{"type":"gdch_service_account"}`), FileOther, "gdch_service_account"},
		"no email":           {accountFile(t, map[string]any{"client_email": nil}), FileIncomplete, "client_email"},
		"email with a break": {accountFile(t, map[string]any{"client_email": "a@b\r\nX: y"}), FileIncomplete, "client_email"},
		"no key":             {accountFile(t, map[string]any{"private_key": nil}), FileIncomplete, "private_key"},
		"key not PEM":        {accountFile(t, map[string]any{"private_key": "xyz"}), FileIncomplete, "private_key"},
		"key ID a number":    {accountFile(t, map[string]any{"private_key_id": "\u202e"}), FileIncomplete, "private_key_id"},
		"no token URL":       {accountFile(t, map[string]any{"token_uri": nil}), FileIncomplete, "token_uri"},
		"token URL http":     {accountFile(t, map[string]any{"token_uri": "http://oauth2.googleapis.com/token"}), FileIncomplete, "token_uri"},
	} {
		_, err := ReadServiceAccount(test.file)
		var bad *ServiceAccountFileError
		if !errors.As(err, &bad) || bad.Kind != test.kind || !strings.Contains(err.Error(), test.words) || strings.Contains(err.Error(), "GOCSPX") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A file may not send its signature anywhere.
	var host *TokenHostError
	for _, address := range []string{"https://evil.test/token", "https://oauth2.googleapis.com.evil.test/token", "https://127.0.0.1/token"} {
		if _, err := ReadServiceAccount(accountFile(t, map[string]any{"token_uri": address})); !errors.As(err, &host) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := ReadServiceAccount(accountFile(t, map[string]any{"token_uri": "https://as.test/token"}), "as.test"); err != nil {
		t.Error(err)
	}
}

// FuzzServiceAccount: no file makes the reader fail, and what is taken can be
// shown.
func FuzzServiceAccount(f *testing.F) {
	f.Add(accountFile(f, nil))
	for _, text := range []string{`{"type":"service_account"}`, `{"installed":{}}`, `{"type":5}`, `[]`, ``, "0\x82\x01"} {
		f.Add([]byte(text))
	}
	if data, err := os.ReadFile("testdata/keys/legacy.p12"); err == nil {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		sa, err := ReadServiceAccount(file)
		if err != nil {
			if len(err.Error()) > 600 {
				t.Errorf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		if sa.Key == nil || !short(sa.Email) || !short(sa.ClientID) || !short(sa.KeyID) || hostOf(sa.TokenURL) == "" || CheckBrowserURL(sa.TokenURL) != nil {
			t.Errorf("%+v", sa)
		}
	})
}
