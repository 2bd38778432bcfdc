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
	codeLine = regexp.MustCompile(`(?i)^\s*(?:import\s|from\s+\S+\s+import|package\s+\w|func\s|def\s|class\s|public\s|private\s|protected\s|static\s|const\s|let\s|var\s|return\b|if\s*\(|if\s.+[:;{]\s*(?:then)?$|for\s*\(|for\s.+[:{]\s*$|while\b|switch\b|case\s.+:|default:|try\s*[:{]|\}?\s*catch\b|except\b|rescue\b|raise\s|throw\s|elif\b|else\b|end$|module\s|require\b|using\s|namespace\s|#include|#define|#!|@[A-Za-z]+\s*$|<\?php|echo\s|console\.|fn\s|pub\s|impl\s|enum\s|struct\s|type\s+\w+\s|interface\s|export\s|async\s|assert\b|SELECT\s|INSERT\s|CREATE\s|DELETE\s|ALTER\s|FROM\s\S+$|RUN\s|CMD\s|EXPOSE\s|HEALTHCHECK\s|COPY\s|set\s+-|\$\w+\s*=|\$\w+->|fi$|done$|esac$|//|/\*|\*/|#\[|--\s|<!--|diff --git|@@\s|\+\+\+\s|---\s[ab]/|[-+]\s{2,}\S|commit [0-9a-f]{7}|Author:\s|Date:\s|with\s.+:$|self\.|super\(|use\s[\w\\:]+;|constructor\(|"""|'''|readonly\s)` +
		`|[;{]\s*$|^\s*[\])}]+[;,)]*\s*$|\)\s*(?:=>|->)\s*[{(]`)
	docLine    = regexp.MustCompile(`^\s*(?:#{1,6}\s|[-*•+]\s+\S|\d{1,2}[.)]\s+\S|\|.*\||={3,}|-{3,}|\*\*\S|~{3,}|` + "```" + `|--?[a-z][a-z-]*[ =,\[]|Usage:|NAME$|DESCRIPTION$|OPTIONS$|(?:From|To|Subject|Cc|Date|Hi|Dear)\b[: ])`)
	untagged   = regexp.MustCompile(`^\s*[*+-] (?:OK|NO|BAD|BYE|PREAUTH|CAPABILITY|LIST|LSUB|FLAGS|STATUS|SEARCH|ID|NAMESPACE|\d+|connect|Trying|SSL|TLS)\b`)
	configLine = regexp.MustCompile(`^\s*(?:#|;|\[[^\]]+\]\s*$|-?\s*[\w.$*-]+\s*[:=]|[\w-]+\s*\{\s*$|\}\s*$|set\s+\w+\s*=|-\s+\w+:|-\s+\S+$)`)
	errorKey   = regexp.MustCompile(`(?i)["'{\s](?:error|err|message|msg|response|responsetext|code|reason|exception|errno|syscall|authenticationfailed|error_description|status)["']?\s*[:=]\s*["'{\[\d-]`)
	loudLine   = regexp.MustCompile(`^\W{0,4}(?:[\w.$\\-]*(?:Error|Exception|Failure)\b\s*[:({\]]|(?i:fatal|error|warning|warn|caused by|unhandled|uncaught)\b[^.]{0,40}[:\]]|Traceback \(|AADSTS\d|[2-5]\d\d[ -]\d\.\d|[45]\d\d[ -][A-Za-z]|[A-Za-z]{0,8}\d{1,8} (?:NO|BAD)\b|\* (?:NO|BAD|BYE)\b|-ERR\b|\{\s*"error"|Error Code:|Error \d{3}|error=)` +
		`|(?i)^[^.]{0,80}\b(?:failed|error|failure|denied|unsuccessful)\b[^.]{0,30}: \S`)
	passLine = regexp.MustCompile(`\b(?:PASS(?:ED)?|ok)\b|^=== RUN|\[ok\]`)
	failLine = regexp.MustCompile(`\bFAIL(?:ED)?\b|[1-9]\d* failed`)
)

// quiet drops findings on lines that only talk about failures.
func (s *scene) quiet(all []finding) []finding {
	if s.live || len(all) == 0 || !s.talks() {
		return all
	}
	loud := make([]bool, len(s.lines))
	for i, l := range s.lines {
		loud[i] = l.Stamped || l.Decoded || l.Side != text.Nobody || loudLine.MatchString(l.Text) && !codeLine.MatchString(l.Raw) && !bullet(l.Raw)
	}
	near := func(i int) bool { return slices.Contains(loud[max(0, i-3):i+1], true) }
	return slices.DeleteFunc(all, func(f finding) bool { return f.line >= 0 && (!near(f.line) || codeLine.MatchString(s.lines[f.line].Raw)) })
}

func bullet(raw string) bool { return docLine.MatchString(raw) && !untagged.MatchString(raw) }

// talks tells whether the text is code, a document, a configuration or the
// output of tests, and not a log.
func (s *scene) talks() bool {
	var all, code, doc, config, pass int
	keys, fails := false, false
	for i, l := range s.lines {
		if strings.TrimSpace(l.Raw) == "" || l.Decoded {
			continue
		}
		all++
		keys = keys || errorKey.MatchString(l.Raw)
		fails = fails || failLine.MatchString(l.Raw)
		switch {
		case codeLine.MatchString(l.Raw):
			code++
		case bullet(l.Raw) || proseLine(l.Words, l.Raw):
			doc++
		}
		if configLine.MatchString(l.Raw) {
			config++
		}
		if passLine.MatchString(l.Raw) {
			pass++
		}
		if i > 400 {
			break
		}
	}
	switch {
	case all < 3:
		return false
	case code*10 >= all*3 && code >= 3 && !(keys && code < 6):
		return true
	case (doc+code)*10 >= all*6 && doc >= 3:
		return true
	case config*10 >= all*7 && config >= 4 && !keys:
		return true
	}
	return pass >= 2 && pass*10 >= all*4 && !fails
}

// proseLine tells of a line of a text for people: many words, nearly all of
// them plain.
func proseLine(words, raw string) bool {
	fields := strings.Fields(words)
	if len(fields) < 7 || strings.ContainsAny(raw[:min(len(raw), 2)], `{"'<[`) {
		return false
	}
	plain := 0
	for _, f := range fields {
		if strings.Trim(f, "abcdefghijklmnopqrstuvwxyzäöüßéèàçñ") == "" {
			plain++
		}
	}
	return plain*10 >= len(fields)*8
}
