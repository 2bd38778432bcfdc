package diagnose

import (
	"regexp"
	"slices"
	"strings"

	"mailknock/mail/diagnose/text"
)

// A failure can be reported, or only be talked about: in source code, in a
// manual, in a change log, in a test that passes. What is talked about is no
// evidence, unless the line itself is shaped like a report.

var (
	codeLine = regexp.MustCompile(`(?i)^\s*(?:import\s|from\s+\S+\s+import|package\s+\w|func\s|def\s|class\s|public\s|private\s|protected\s|static\s|const\s|let\s|var\s|return\b|if\s*\(|if\s.+[:;{]\s*(?:then)?$|for\s*\(|for\s.+[:{]\s*$|while\b|switch\b|case\s.+:|default:|try\s*[:{]|\}?\s*catch\b|except\b|rescue\b|raise\s|throw\s|elif\b|else\b|end$|module\s|require\b|using\s|namespace\s|#include|#define|#!|@[A-Za-z]+\s*$|<\?php|echo\s|console\.|fn\s|pub\s|impl\s|enum\s|struct\s|type\s+\w+\s|interface\s|export\s|async\s|assert\b|SELECT\s|INSERT\s|CREATE\s|DELETE\s|ALTER\s|FROM\s\S+$|RUN\s|CMD\s|EXPOSE\s|HEALTHCHECK\s|COPY\s|set\s+-|\$\w+\s*=|\$\w+->|fi$|done$|esac$|//|/\*|\*/|#\[|--\s|<!--|diff --git|@@\s|\+\+\+\s|---\s[ab]/|[-+]\s{2,}\S|commit [0-9a-f]{7}|Author:\s|Date:\s|with\s.+:$|self\.|super\(|print\(|(?:pip|npm|apt|brew|go) (?:install|get)\b|use\s[\w\\:]+;|constructor\(|"""|'''|readonly\s)` +
		`|[;{]\s*$|^\s*[\])}]+[;,)]*\s*$|\)\s*(?:=>|->)\s*[{(]`)
	docLine    = regexp.MustCompile(`^\s*(?:#{1,6}\s|[-*•+]\s+\S|\d{1,2}[.)]\s+\S|\|.*\||={3,}|-{3,}|\*\*\S|~{3,}|` + "```" + `|--?[a-z][a-z-]*[ =,\[]|Usage:|NAME$|DESCRIPTION$|OPTIONS$|(?:From|To|Subject|Cc|Date|Hi|Dear)\b[: ])`)
	untagged   = regexp.MustCompile(`^\s*[*+-] (?:OK|NO|BAD|BYE|PREAUTH|CAPABILITY|LIST|LSUB|FLAGS|STATUS|SEARCH|ID|NAMESPACE|\d+|connect|Trying|SSL|TLS)\b`)
	configLine = regexp.MustCompile(`^\s*(?:#|;[^;]|\[[^\]]+\]\s*$|-?\s*[\w.$*-]+\s*[:=]|[\w-]+\s*\{\s*$|\}\s*$|set\s+\w+\s*=|-\s+\w+:|-\s+\S+$|</?[A-Za-z][\w.-]*(?:\s[^<>]*)?>)`)
	errorKey   = regexp.MustCompile(`(?i)["'{\s](?:error|err|message|msg|response|responsetext|code|reason|exception|errno|syscall|authenticationfailed|status)["']?\s*[:=]\s*["'{\[\d-]|error_description`)
	loudLine   = regexp.MustCompile(`^\W{0,4}(?:[\w.$\\-]*(?:Error|ERROR|Exception|EXCEPTION|Failure|FAILURE)\b\s*(?:[:({\]]|$)|(?i:fatal|error|warning|warn|caused by|unhandled|uncaught)\b[^.]{0,40}[:\]]|Traceback \(|AADSTS\d|[2-5]\d\d[ -]\d\.\d|[45]\d\d[ -][A-Za-z]|[A-Za-z]{0,8}\d{1,8} (?:NO|BAD)\b|\* (?:NO|BAD|BYE)\b|-ERR\b|\{\s*"error"|Error Code:|Error \d{3}|error=|error_description)` +
		`|^\W{0,4}(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR)\b.{0,24}?\b[45]\d\d[ -][45]\.\d` +
		`|(?i)^[^.]{0,80}\b(?:failed|error|failure|denied|unsuccessful)\b[^.]{0,30}: \S` +
		`|(?i)^\W{0,4}(?:message\s*[=:]\s*)?an? (?:unexpected )?error (?:has )?occurred` +
		`|^[a-z_]\w*\(\):? [A-Za-z]` + // the function's name before a message, as in mutt's log
		`|AADSTS\d{4,9}: [A-Z]|^\s*\[SSL: [A-Z]`)
	passLine = regexp.MustCompile(`\b(?:PASS(?:ED)?|ok)\b|^=== RUN|\[ok\]`)
	failLine = regexp.MustCompile(`\bFAIL(?:ED)?\b|[1-9]\d* failed`)
)

var (
	stackLine   = regexp.MustCompile("\\bat [\\w.$<>]+\\(|:\\d+:in |File \"[^\"]+\", line \\d|\\(\\w+(?:::\\w+)*Error\\)|\\bdata=\"|\\bevent=\"|^#\\d+ |\\.(?:go|js|ts|java|cs|rb|py|php):\\d+|^[a-z][\\w./-]*(?:\\[\\d+\\])?: \\w+ \\w+ \\w+|\\b[45]\\d\\d[ -][45]\\.\\d\\.\\d")
	conditional = regexp.MustCompile(`(?i)^\W*(?:if|when|whenever|in case|should|make sure|please make sure|note that|you (?:can|may|should) |treat|handle|retry|fix|fixed|add|added|support)\b`)
	technical   = regexp.MustCompile(`[A-Z]{4}[A-Z_0-9]|\w_\w|\d{3}|[a-z][A-Z][a-z]|::`)
	prompt      = regexp.MustCompile(`^\s*(?:PS [A-Z]:\\\S*>|\$ )`)
)

// quiet drops findings on lines that only talk about failures, and lowers
// those on a line that says what to do in a case.
func (s *scene) quiet(all []finding) []finding {
	if s.live || len(all) == 0 {
		return all
	}
	harmless := map[int]bool{}
	for _, f := range all {
		if _, known := harmless[f.line]; f.line >= 0 && !known {
			harmless[f.line] = s.harmless(f.line)
		}
	}
	all = slices.DeleteFunc(all, func(f finding) bool { return harmless[f.line] })
	for i, f := range all {
		if f.line >= 0 && !s.lines[f.line].Stamped && conditional.MatchString(s.lines[f.line].Text) {
			all[i].weight *= 0.5
		}
	}
	c := s.count()
	if c.allConfig() && !s.fails() && !slices.ContainsFunc(s.lines, func(l text.Line) bool { return emptyRefresh.MatchString(l.Raw) }) {
		return nil
	}
	if !s.talks() {
		return s.listed(all)
	}
	sided := 0
	for _, l := range s.lines {
		if l.Side != text.Nobody {
			sided++
		}
	}
	loud := make([]bool, len(s.lines))
	for i, l := range s.lines {
		loud[i] = l.Stamped || l.Decoded || sided > 2 && l.Side != text.Nobody || loudLine.MatchString(l.Text) && !codeLine.MatchString(l.Raw) && !bullet(l.Raw)
	}
	short := c.all <= 6
	near := func(i int) bool { return slices.Contains(loud[max(0, i-3):i+1], true) }
	return slices.DeleteFunc(all, func(f finding) bool {
		// A short text that names a code or an errno is rarely prose.
		if short && f.line >= 0 && f.weight >= certainWeight && technical.MatchString(s.lines[f.line].Raw) && !bullet(s.lines[f.line].Raw) && !codeLine.MatchString(s.lines[f.line].Raw) {
			return false
		}
		return f.line >= 0 && (!near(f.line) || codeLine.MatchString(s.lines[f.line].Raw))
	})
}

// shortReport tells of a line that says in a few words that something failed.
func shortReport(l text.Line) bool {
	return strings.Count(l.Words, " ") <= 12 && len(l.Raw) < 80 && !bullet(l.Raw) && !codeLine.MatchString(l.Raw) && !conditional.MatchString(l.Text) &&
		has(l.Words, "fail|error|denied|refused|unable|could not|cannot|invalid|reject|unsuccessful")
}

// spoken tells of a line of a conversation.
func spoken(l text.Line) bool {
	return bareNo.MatchString(l.Text) || tokenCommand.MatchString(l.Text) || passwordCommand.MatchString(l.Text) || untagged.MatchString(l.Text)
}

// harmless tells of a line that reports a success, or is a command.
func (s *scene) harmless(i int) bool {
	l := s.lines[i]
	if prompt.MatchString(l.Raw) {
		return true
	}
	if s.asides[i] || s.boilerplate(i) || s.foreign(i) || s.cleared(i) {
		return true
	}
	return l.Side != text.Client && (signedInLine.MatchString(l.Text) || has(l.Words, "succeeded|finished|as expected|valid true|expired false")) && !has(l.Words, "not |but |no |bad |denied|timed out|revoked|"+failing)
}

// inOrder are words in which people say of their set-up that something is as it
// should be.
var inOrder = alternatives("was renewed|been renewed|is renewed|not expired|was granted|is granted|been granted|were granted|is enabled|are enabled|is switched on|is turned on|been enabled|been switched on|which is fine|of course|i checked|is not blocked|is not disabled|not the problem")

// cleared tells of a line in which a person rules something out.
func (s *scene) cleared(i int) bool {
	l := s.lines[i]
	kind := s.kind(i)
	return (kind == "plain" || kind == "talk") && holds(l.Words, inOrder) && !numbersIn.MatchString(l.Text) && !has(l.Words, "still |yet |however |error|exception|but not|but it|but i |but the|but we")
}

// numbersIn finds a reply code or an error's number.
var numbersIn = regexp.MustCompile(`\d{3}`)

var (
	numbered = regexp.MustCompile(`^\s*\d{1,2}[.)]\s`)
	// generally begins a list of what a library takes for the usual causes; it
	// writes the same whatever happened.
	generally = alternatives("usually means|one possibility is|one or more of the following|possible reasons|possible causes|common causes")
)

// reportWords is how many words the report of a failure has at the least, before
// a library goes on with what that usually means.
const reportWords = 6

// cutMeaning cuts off what a library says behind a failure, on the same line, of
// what it usually means.
func cutMeaning(l *text.Line) {
	for _, t := range generally {
		if at := strings.Index(l.Words, t); at >= 0 && strings.Count(l.Words[:at], " ") >= reportWords && has(l.Words[:at+1], failing) {
			l.Words = l.Words[:at+1]
		}
	}
}

// listReach is how many lines such a list is long at most.
const listReach = 14

// boilerplate tells of a line that says what a failure usually means, and of
// one in a list of that. Where a line begins with the failure itself, only that
// is read; see cutMeaning.
func (s *scene) boilerplate(i int) bool {
	if holds(s.lines[i].Words, generally) {
		return true
	}
	if !numbered.MatchString(s.lines[i].Raw) {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-listReach; k-- {
		if holds(text.Words(s.lines[k].Text), generally) {
			return true
		}
	}
	return false
}

var (
	// otherPrograms are programs whose errors sound like those of mail.
	otherPrograms = alternatives("psycopg2|postgres|mysql|mariadb|redis|mongo|npm err|git |github com|docker|kubectl|kubernetes|nginx|apache2|sshd|ssh |ldapsearch|cargo|webpack|pip install")
	// otherLine begins a line of a program that has nothing to do with mail.
	otherLine = regexp.MustCompile(`^\W{0,3}(?:npm (?:ERR|error|WARN)|sudo(?:\[\d+\])?:|su(?:\[\d+\])?:|sshd\b|ssh: |ldap_\w+[:(]|FATAL:\s+(?:password|role|database|no pg_hba)|ERROR \d{4} \(|psql:|mysql:|mysqldump:|opendkim\b|opendmarc\b|Authentication-Results:|ARC-|DKIM-|Received-SPF:|fatal: (?:unable to access|repository|not a git|Authentication failed for 'http|could not read Username)|remote: |docker:|kubectl |E: |W: |dpkg|pip |cargo|error\[E\d+\]|rsync:|ftp:|sftp:|redis|MongoServerError|pg_dump|apt-get)`)
	// none is a counter of failures that has counted none.
	none = regexp.MustCompile(`(?i)(?:invalid_\w+|refused|failures?|errors?|failed|timeouts?)\w*["']?(?:\{[^}]*\})?\s*[=:]?\s*0\b(?:[^.\d]|$)`)
	// delivery is what servers say of a message or a mailbox, whoever signed in: it
	// is full, it is not there, the message is too large or is not signed.
	delivery  = regexp.MustCompile(`(?i)\b[45]\d\d[ -]#?(?:[45]\.2\.2|5\.3\.4|5\.2\.3|5\.7\.2[67])\b|mailbox (?:for user )?(?:is )?full|over ?quota,? message|out of storage|inbox is full|message size exceeds|message (?:is )?too (?:large|big)|\b(?:DMARC|DKIM|SPF)(?: ?= ?| )(?:fail|softfail|policy|none|did not|domain|checks?\b)|unauthenticated email|\[(?:NONEXISTENT|TRYCREATE)\]|unknown mailbox:|Deliver\.Exception:QuotaExceeded`)
	mailTopic = "imap|smtp|pop3|pop |oauth|xoauth2|mail|gmail|outlook|token|aadsts|unknownnumber|dovecot|postfix|exim|sasl"
)

// foreign tells of a line about something else than signing in: of another
// program, or of a message that was not taken.
func (s *scene) foreign(i int) bool {
	l := s.lines[i]
	return otherLine.MatchString(l.Text) || none.MatchString(l.Text) || otherLine.MatchString(l.Raw) || delivery.MatchString(l.Text) && !has(l.Words, "bandwidth|submission|sending|rate |rates |throttl|unusual rate") ||
		(holds(l.Words, otherPrograms) || has(l.Words, "http 500|http 502|http 503|http 504|page is|website|our shop|ticket page")) && !s.any(mailTopic)
}

func bullet(raw string) bool { return docLine.MatchString(raw) && !untagged.MatchString(raw) }
