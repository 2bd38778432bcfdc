package diagnose

import (
	"regexp"
	"slices"
	"strings"

	"mailknock/auth/token"
	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// Hint is what is known of a text without reading it; both may be empty.
type Hint struct {
	// Provider is the id of a provider, or another name.
	Provider string
	Protocol wire.Protocol
}

// scene is everything that the rules look at: lines, what was decoded from
// them, and what follows from both.
type scene struct {
	hint    Hint
	lines   []text.Line
	windows []string
	// all, starts and asked make searches fast; see index.
	all     string
	starts  []int
	asked   map[string]int
	decoded []text.Decoded
	// told are findings that did not come from words: a live run's typed
	// errors.
	told []finding

	provider string
	protocol wire.Protocol
	// oauth and password tell which way of signing in shows; appOnly that a
	// program signs in without a person.
	oauth, password, appOnly bool
	// grant is the OAuth grant that shows: "refresh", "code", "device",
	// "client", "password", "assertion"; empty when none does.
	grant string
	// live tells of a run of this program; token and user are what it
	// presented.
	live bool
	// succeeded remembers lastSuccess, refusedAt refusal, plus 2.
	succeeded map[*regexp.Regexp]int
	refusedAt int
	token     *token.Info
	user      string
	// against are causes that the token's own claims speak against.
	against map[string]bool
}

// finding is a cause that one rule sees.
type finding struct {
	cause string
	// weight is how well the evidence carries it: 0.9 and more admits hardly
	// anything else, 0.5 is the likeliest of several, 0.3 is barely worth a
	// word.
	weight float64
	// line is the index of the line that decided, -1 when none did.
	line int
	// note is evidence in words, where no line says it.
	note string
}

// emit takes what a family of rules finds.
type emit func(cause string, weight float64, line int)

// family is a set of rules on one subject.
type family func(*scene, emit)

// windowWords is how many words around a line are read with it.
const windowWords = 60

// newScene prepares lines for the rules.
func newScene(lines []text.Line, hint Hint) *scene {
	s := &scene{hint: hint, decoded: text.Decode(lines)}
	s.lines = withDecoded(lines, s.decoded)
	s.windows = windows(s.lines)
	s.look()
	return s
}

// withDecoded puts what a server's challenge says behind its line.
func withDecoded(lines []text.Line, decoded []text.Decoded) []text.Line {
	if len(decoded) == 0 {
		return lines
	}
	var all []text.Line
	next := 0
	for i, l := range lines {
		all = append(all, l)
		for ; next < len(decoded) && decoded[next].Line == i; next++ {
			d := &decoded[next]
			d.Line = len(all) - 1
			if d.What == text.Challenge {
				all = append(all, text.Line{Number: l.Number, Raw: d.Plain, Text: d.Plain, Words: text.Words(d.Plain), Side: text.Server, Fresh: true, Decoded: true})
			}
		}
	}
	return all
}

// windows gives for each line the words that may belong to the same sentence:
// those of the lines before and after it, up to where something new begins.
func windows(lines []text.Line) []string {
	counts := make([]int, len(lines))
	for i, l := range lines {
		counts[i] = strings.Count(l.Words, " ")
	}
	joins := func(i int) bool { // whether line i goes on with line i-1
		return i > 0 && i < len(lines) && !lines[i].Fresh && counts[i] > 1 && counts[i-1] > 1 && lines[i].Number-lines[i-1].Number <= 1
	}
	all := make([]string, len(lines))
	for i := range lines {
		from, to := i, i
		for n := counts[i]; joins(from) && n+counts[from-1] <= windowWords; from-- {
			n += counts[from-1]
		}
		for n := counts[i]; joins(to+1) && n+counts[to+1] <= windowWords; to++ {
			n += counts[to+1]
		}
		if from == to {
			all[i] = lines[i].Words
			continue
		}
		var b strings.Builder
		for _, l := range lines[from : to+1] {
			b.WriteString(strings.TrimSuffix(l.Words, " "))
		}
		b.WriteByte(' ')
		all[i] = b.String()
	}
	return all
}

// any tells whether a line holds one of the terms; see wordRule.
func (s *scene) any(terms string) bool { return s.first(terms) >= 0 }

// first gives the first line that holds one of the terms, -1 when none does.
func (s *scene) first(terms string) int {
	if i, ok := s.asked[terms]; ok {
		return i
	}
	s.index()
	at := -1
	for _, t := range alternatives(terms) {
		if i := strings.Index(s.all, t); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at >= 0 {
		at = s.lineAt(at)
	}
	s.asked[terms] = at
	return at
}

// index joins the words of all lines, to be searched at once. Between two
// lines stands a byte that no term holds.
func (s *scene) index() {
	if s.asked != nil {
		return
	}
	s.asked = map[string]int{}
	var b strings.Builder
	for _, l := range s.lines {
		s.starts = append(s.starts, b.Len())
		b.WriteString(l.Words)
		b.WriteByte('\n')
	}
	s.all = b.String()
}

// lineAt gives the line of a place in all.
func (s *scene) lineAt(at int) int {
	i, found := slices.BinarySearch(s.starts, at)
	if !found {
		i--
	}
	return i
}

// maxHits bounds how many lines one rule looks at.
const maxHits = 200

// holding gives the lines that hold one of the terms, in order.
func (s *scene) holding(terms []string) []int {
	s.index()
	var lines []int
	for _, t := range terms {
		for from, hits := 0, 0; hits < maxHits; hits++ {
			at := strings.Index(s.all[from:], t)
			if at < 0 {
				break
			}
			i := s.lineAt(from + at)
			lines = append(lines, i)
			if i+1 == len(s.starts) {
				break
			}
			from = s.starts[i+1]
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

var (
	microsoftSigns = alternatives("aadsts|outlook|office365|microsoft|hotmail|azure|entra|exchange online|prod outlook|msal|onmicrosoft|live com")
	googleSigns    = alternatives("gmail|google|gsmtp|googleapis|googlemail|gimap|gpop")
)

// look finds out provider, protocol and way of signing in.
func (s *scene) look() {
	s.provider = family4(s.hint.Provider)
	s.protocol = s.hint.Protocol
	s.appOnly = s.any("client credentials|app only|acquire token for client|application permission|service principal|as app |accessasapp")
	for _, d := range s.decoded {
		switch d.What {
		case text.Bearer, text.Challenge:
			s.oauth = true
		case text.Plain, text.Prompt:
			s.password = true
		case text.Token:
			s.appOnly = s.appOnly || d.Info.AppOnly()
		}
	}
	s.oauth = s.oauth || s.any("xoauth2|oauthbearer|bearer|oauth|access token|accesstoken|refresh token|token scope")
	s.password = s.password || s.usesPassword()
	if s.provider == "" {
		for _, l := range s.lines {
			if holds(l.Words, microsoftSigns) {
				s.provider = "microsoft"
				break
			}
			if holds(l.Words, googleSigns) {
				s.provider = "google"
				break
			}
		}
	}
	if s.protocol == "" {
		s.protocol = s.guessProtocol()
	}
	s.grant = s.guessGrant()
}

// family4 gives the family of a provider: what counts is whose servers speak.
func family4(provider string) string {
	p := strings.ToLower(provider)
	switch {
	case strings.HasPrefix(p, "microsoft"), p == "outlook", p == "office365":
		return "microsoft"
	case strings.HasPrefix(p, "google"), p == "gmail":
		return "google"
	case p == "sandbox":
		return ""
	}
	return p
}

func (s *scene) guessProtocol() wire.Protocol {
	counts := map[wire.Protocol]int{}
	for _, l := range s.lines {
		for protocol, signs := range protocolSigns {
			if holds(l.Words, signs) || holdsText(l.Text, protocol) {
				counts[protocol]++
			}
		}
	}
	best, n := wire.Protocol(""), 0
	for _, p := range []wire.Protocol{wire.OAuth, wire.IMAP, wire.SMTP, wire.POP3} {
		if counts[p] > n {
			best, n = p, counts[p]
		}
	}
	return best
}

var protocolSigns = map[wire.Protocol][]string{
	wire.IMAP:  alternatives("imap|993 |143 |authenticate |examine "),
	wire.POP3:  alternatives("pop3|pop |995 |110 |stls "),
	wire.SMTP:  alternatives("smtp|esmtp|587 |465 |ehlo|mail from|535 |250 "),
	wire.OAuth: alternatives("aadsts|invalid grant|invalid client|redirect uri|error description|client id|authorization code|refresh token"),
}

func holdsText(s string, p wire.Protocol) bool {
	return p == wire.POP3 && (strings.HasPrefix(s, "+OK") || strings.HasPrefix(s, "-ERR"))
}

var grants = regexp.MustCompile(`(?i)grant(?:_type| type)?["']?\s*[:=]+\s*["']?(?:urn:[a-z:]*:)?([a-z_-]+)`)

func (s *scene) guessGrant() string {
	for _, l := range s.lines {
		if m := grants.FindStringSubmatch(l.Text); m != nil {
			switch g := strings.ToLower(m[1]); {
			case strings.HasPrefix(g, "refresh"):
				return "refresh"
			case strings.HasPrefix(g, "auth"):
				return "code"
			case strings.HasPrefix(g, "device"):
				return "device"
			case strings.HasPrefix(g, "client"):
				return "client"
			case strings.HasPrefix(g, "password"):
				return "password"
			case strings.HasPrefix(g, "jwt"):
				return "assertion"
			}
		}
	}
	switch {
	case s.codeInURL():
		return "code"
	case s.refreshing():
		return "refresh"
	case s.any("refreshing|refresh access|renew|getaccesstoken|get access token|stored grant|token refresh|fetch access token|refresh the token|refresh failed|xoauth2handler|xoauth2 authentication failed"):
		return "refresh"
	case s.any("device code|device flow|user code"):
		return "device"
	case s.any("code exchange|exchange code|authorization code|auth code|exchange the code|callback|run local server|exchange token"):
		return "code"
	case s.appOnly:
		return "client"
	}
	return ""
}

var codeParameter = regexp.MustCompile(`[?&]code=[^&\s]`)

// codeInURL tells whether a redirect with a code stands in the text.
func (s *scene) codeInURL() bool {
	for _, l := range s.lines {
		if codeParameter.MatchString(l.Raw) {
			return true
		}
	}
	return false
}

// refreshing tells whether a refresh token is spoken of, other than in the
// words of RFC 6749 about any grant.
func (s *scene) refreshing() bool {
	for _, l := range s.lines {
		if has(l.Words, "refresh token") && !has(l.Words, "grant or refresh token|use an existing refresh token|client credentials or|password refresh token") {
			return true
		}
	}
	return false
}
