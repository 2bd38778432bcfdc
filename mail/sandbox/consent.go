package sandbox

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"time"
)

const consentLifetime = 10 * time.Minute

// consent is a page that waits for a person.
type consent struct {
	request authRequest
	expires time.Time
}

// page is what the template gets: a question when ID is set, else a text.
type page struct {
	Title, Text string
	ID          string
	App         string
	// EnterCode asks for a device's code; Code is what was typed.
	EnterCode bool
	Code      string
	Scopes    []string
	People    []*person
}

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// ask shows the consent page. The form holds an id that only the page knows,
// so that no other page can press the button.
func (w *web) ask(rw http.ResponseWriter, request authRequest, f *fault) {
	id := random(18)
	now := w.box.options.Now()
	w.mu.Lock()
	bound(w.waiting, now, func(c consent) time.Time { return c.expires })
	w.waiting[id] = consent{request: request, expires: now.Add(consentLifetime)}
	w.mu.Unlock()
	p := page{Title: "Sandbox sign-in", ID: id, App: w.box.clients.find(request.clientID).name, People: f.accounts(request.hint)}
	for _, known := range scopeWords {
		if slices.Contains(request.scopes, known.scope) {
			p.Scopes = append(p.Scopes, known.words)
		}
	}
	w.show(rw, http.StatusOK, p)
}

// decide takes what the person pressed.
func (w *web) decide(rw http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		w.show(rw, http.StatusBadRequest, page{Title: "This sign-in cannot go on", Text: "The form cannot be read."})
		return
	}
	id := r.PostForm.Get("id")
	w.mu.Lock()
	asked, ok := w.waiting[id]
	delete(w.waiting, id)
	w.mu.Unlock()
	if !ok || !w.box.options.Now().Before(asked.expires) {
		w.show(rw, http.StatusBadRequest, page{Title: "This page is too old", Text: "It was answered before, or it waited too long. Start the sign-in again in the program."})
		return
	}
	f := w.box.fault.Load()
	who := f.accounts(asked.request.hint)[0]
	if chosen := findPerson(r.PostForm.Get("account")); chosen != nil {
		who = chosen
	}
	w.finish(rw, r, asked.request, f, who, r.PostForm.Get("decision") == "allow")
}

func (w *web) show(rw http.ResponseWriter, status int, p page) {
	var body bytes.Buffer
	if err := pageTemplate.Execute(&body, p); err != nil {
		rw.WriteHeader(http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(body.Bytes())
}
