package sandbox

import (
	"strings"
	"sync"
	"time"
)

// Message is what the SMTP server took.
type Message struct {
	// User is who was signed in; From and To are the envelope's.
	User, From string
	To         []string
	// Data has CRLF line ends and no dot stuffing.
	Data    []byte
	QueueID string
	Time    time.Time
}

// mail is a message in a mailbox. It never changes.
type mail struct {
	uid  uint32
	raw  string
	date time.Time
	seen bool
}

// folder is one mailbox. Snapshots of it stay valid for ever.
type folder struct {
	mails   []*mail
	nextUID uint32
}

const (
	uidValidity = 20250901
	// Bounds on what is kept of the messages that clients send.
	maxSent  = 100
	maxBytes = 16 << 20
)

// post is every mailbox and the outgoing mail.
type post struct {
	mu      sync.Mutex
	folders map[string]map[string]*folder
	out     []Message
	bytes   int
}

func newPost(now time.Time) *post {
	p := &post{folders: make(map[string]map[string]*folder)}
	for _, owner := range people {
		p.folders[owner.Address] = map[string]*folder{"INBOX": {nextUID: 1}, "Sent": {nextUID: 1}}
		for i, text := range samples {
			date := now.Add(time.Duration(i-len(samples)) * 26 * time.Hour)
			p.add(owner, "INBOX", sample(owner, text, date), date, i < len(samples)-1)
		}
	}
	return p
}

// add puts a message into a folder. The lock is held, or the post is new.
func (p *post) add(owner *person, name, raw string, date time.Time, seen bool) {
	f := p.folders[owner.Address][name]
	f.mails = append(f.mails, &mail{uid: f.nextUID, raw: raw, date: date, seen: seen})
	f.nextUID++
}

// open gives a snapshot of a folder.
func (p *post) open(owner *person, name string) (folder, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if strings.EqualFold(name, "INBOX") {
		name = "INBOX"
	}
	f, ok := p.folders[owner.Address][name]
	if !ok {
		return folder{}, false
	}
	return folder{mails: append([]*mail(nil), f.mails...), nextUID: f.nextUID}, true
}

// remove takes messages out of somebody's INBOX.
func (p *post) remove(owner *person, uids map[uint32]bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.folders[owner.Address]["INBOX"]
	var kept []*mail
	for _, m := range f.mails {
		if !uids[m.uid] {
			kept = append(kept, m)
		}
	}
	f.mails = kept
}

// deliver takes a message: into the INBOX of each recipient who lives here,
// and into the sender's Sent. It tells whether there was room.
func (p *post) deliver(sender *person, m Message) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.out) >= maxSent || p.bytes+len(m.Data) > maxBytes {
		return false
	}
	p.out = append(p.out, m)
	p.bytes += len(m.Data)
	received := "Received: from client by sandbox.test with ESMTPSA id " + m.QueueID + ";\r\n\t" + m.Time.Format(time.RFC1123Z) + "\r\n"
	raw := "Return-Path: <" + m.From + ">\r\n" + received + string(m.Data)
	done := make(map[*person]bool)
	for _, to := range m.To {
		if owner := findPerson(to); owner != nil && !done[owner] {
			done[owner] = true
			p.add(owner, "INBOX", raw, m.Time, false)
		}
	}
	p.add(sender, "Sent", string(m.Data), m.Time, true)
	return true
}

func (p *post) sent() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := make([]Message, len(p.out))
	for i, m := range p.out {
		m.To = append([]string(nil), m.To...)
		m.Data = append([]byte(nil), m.Data...)
		list[i] = m
	}
	return list
}
