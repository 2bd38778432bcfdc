package auth

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"mailknock/mail/wire"
)

// answer is what came back from one exchange.
type answer struct {
	status int
	header http.Header
	body   []byte
	// skew is as in Token.
	skew time.Duration
}

// exchange is the http.RoundTripper of one exchange: it sends one request,
// once, writes both sides to the transcript and keeps the answer.
type exchange struct {
	rec *wire.Recorder
	// base gives what carries a request to a host.
	base func(host string) http.RoundTripper
	now  func() time.Time
	// unattended tells that no person signs in by this grant.
	unattended bool

	begun  atomic.Bool
	answer *answer
	err    error
}

func (f *Flow) exchange(rec *wire.Recorder) *exchange {
	return &exchange{rec: rec, base: f.transport, now: f.now}
}

// do sends a request with its own deadline and gives the answer, whatever its
// status is. It blocks for at most exchangeTimeout. Its errors are
// *NetworkError, *RedirectError and *AnswerError.
func (x *exchange) do(ctx context.Context, req *http.Request) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, exchangeTimeout)
	defer cancel()
	resp, err := x.client().Do(req.WithContext(ctx))
	if resp != nil {
		_ = resp.Body.Close()
	}
	return x.result(err)
}

// result prefers what the round trip itself found out to what the libraries
// around it made of that.
func (x *exchange) result(err error) (*answer, error) {
	switch {
	case x.err != nil:
		return nil, x.err
	case x.answer != nil:
		return x.answer, nil
	case err == nil:
		err = errors.New("no answer")
	}
	return nil, err
}

// RoundTrip is for http.Client.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	if !x.begun.CompareAndSwap(false, true) {
		return nil, errors.New("refused to send a request twice")
	}
	resp, err := x.roundTrip(req)
	x.err = err
	return resp, err
}

func (x *exchange) roundTrip(req *http.Request) (*http.Response, error) {
	if _, err := checkURL("address", req.URL.String()); err != nil {
		return nil, err
	}
	ctx := req.Context()
	var wrote atomic.Bool
	req = req.Clone(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteHeaders: func() { wrote.Store(true) },
	}))
	req.GetBody = nil
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "Mailknock")
	if err := x.recordRequest(req); err != nil {
		return nil, err
	}
	start := time.Now()
	resp, err := x.base(req.URL.Hostname()).RoundTrip(req)
	if err != nil {
		err = network(ctx, req.URL.Host, wrote.Load(), err)
		x.rec.Note("%s", clean(x.rec, err.Error(), 1000))
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	_ = resp.Body.Close()
	x.recordAnswer(resp, body, time.Since(start))
	switch {
	case err != nil:
		err = network(ctx, req.URL.Host, true, err)
		x.rec.Note("%s", clean(x.rec, err.Error(), 1000))
		return nil, err
	case len(body) > maxBody:
		return nil, &AnswerError{Status: resp.StatusCode, What: errTooLong.Error()}
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		return nil, &RedirectError{
			Status: resp.StatusCode, From: clean(x.rec, maskURL(x.rec, req.URL), 500),
			To: clean(x.rec, x.target(resp.Header.Get("Location")), 500),
		}
	}
	x.answer = &answer{status: resp.StatusCode, header: resp.Header, body: body, skew: x.skew(resp.Header)}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// target gives where a redirect pointed, without the secrets in its query.
func (x *exchange) target(location string) string {
	u, err := url.Parse(location)
	if err != nil {
		return maskText(location)
	}
	return maskURL(x.rec, u)
}

// shownHeaders are those of an answer that help to understand it.
var shownHeaders = []string{
	"Date", "Content-Type", "Retry-After", "Www-Authenticate", "Location", "X-Ms-Request-Id",
	"X-Ms-Ests-Server", "Client-Request-Id", "X-Request-Id", "X-Correlation-Id", "Server",
}

func (x *exchange) recordRequest(req *http.Request) error {
	var form []byte
	if req.Body != nil {
		var err error
		form, err = io.ReadAll(req.Body)
		_ = req.Body.Close()
		if err != nil {
			return err
		}
		req.Body = io.NopCloser(bytes.NewReader(form))
	}
	x.rec.Out([]byte(req.Method+" "+maskURL(x.rec, req.URL)), false)
	if len(form) > 0 {
		x.rec.Out([]byte("  "+maskForm(x.rec, string(form))), false)
	}
	return nil
}

func (x *exchange) recordAnswer(resp *http.Response, body []byte, took time.Duration) {
	// The body first: it names the secrets that a header could repeat.
	shown := maskBody(x.rec, body)
	x.rec.In(fmt.Appendf(nil, "%s  (%.1f ms)", clean(x.rec, resp.Status, 100), float64(took.Microseconds())/1000), false)
	for _, name := range shownHeaders {
		for n, value := range resp.Header.Values(name) {
			if n == 3 {
				break
			}
			if name == "Location" {
				value = x.target(value)
			}
			x.rec.In([]byte("  "+name+": "+clean(x.rec, value, 500)), false)
		}
	}
	if strings.TrimSpace(shown) != "" {
		x.rec.In([]byte("  "+shown), false)
	}
}
