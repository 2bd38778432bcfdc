package auth

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"mailknock/mail/wire"
)

func TestTokenInfo(t *testing.T) {
	const access = "ya29.a0AfB_byC-1234567890abcdefghij"
	as := newFakeAS(t)
	var answer http.HandlerFunc
	as.extra["/tokeninfo"] = func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if r.Method != http.MethodPost || r.URL.RawQuery != "" || r.PostForm.Get("access_token") != access {
			t.Errorf("%s %s %v", r.Method, r.URL, r.PostForm)
		}
		answer(w, r)
	}
	ask := func(h http.HandlerFunc) (string, string, error) {
		answer = h
		rec := recorder()
		info, err := (&Flow{}).TokenInfo(t.Context(), rec, as.URL+"/tokeninfo", wire.NewSecret(access))
		return strings.Join(append(append(info.Audience, info.Scopes...), info.User, info.AppID), " "), logOf(rec), err
	}
	got, text, err := ask(func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string]any{"azp": "app-1", "aud": "app-1", "scope": "https://mail.google.com/ openid", "exp": "1767351900", "email": "anna@example.org"})
	})
	if err != nil || got != "app-1 https://mail.google.com/ openid anna@example.org app-1" {
		t.Errorf("%v %q", err, got)
	}
	if strings.Contains(text, "a0AfB_byC") {
		t.Errorf("the token is in the transcript:\n%s", text)
	}
	_, _, err = ask(func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusBadRequest, map[string]any{"error": "invalid_token", "error_description": "Invalid Value"})
	})
	var refused *TokenError
	if !errors.As(err, &refused) || refused.Code != "invalid_token" {
		t.Errorf("%v", err)
	}
	_, _, err = ask(func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, http.StatusOK, map[string]any{}) })
	var bad *AnswerError
	if !errors.As(err, &bad) {
		t.Errorf("%v", err)
	}
	if _, err := (&Flow{}).TokenInfo(t.Context(), recorder(), "http://as.test/tokeninfo", wire.NewSecret(access)); err == nil || !strings.Contains(err.Error(), "https") {
		t.Errorf("%v", err)
	}
}
