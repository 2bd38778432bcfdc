package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

// A line can be shaped so plainly like source code, like a command, or like a
// sentence about failures in general, that it is no evidence in any text,
// however short.

var (
	// statement is a line of source code that stands for itself.
	statement = regexp.MustCompile(`^\s*(?:throw\s+\S|raise\s+\w|except\b.*:\s*$|rescue\s+\w|\}?\s*catch\s*[({]|case\s.+:|return\s+(?:["'` + "`" + `]|[\w.]+\(|False|True|None|null|nil|err\b|new\s)|const\s+\w|let\s+\w|var\s+\w|if\s*\(|if\s.+[:{]\s*$|(?:else|elif)\b.*[:{]\s*$|else if\b|for\s.+[:{]\s*$|while\s*\(|assert\w*[\s(!]|expect\(|describe\(|it\(['"]|def\s+\w|class\s+\w.*[:{]\s*$|fn\s+\w|(?:pub|async|export|static|public|private|protected|internal|override)\s+\w|func(?:tion)?\s+[\w(]|switch\s*[({\w]|try\s*[:{]|with\s.+:\s*$|print(?:ln|f)?[\s(]|echo\s|msgid\s|msgstr\s|matches!\(|#(?:include|define)\b|<\?php|\$\w+\s*=|self\.\w|this\.\w+\s*[=(])` +
		`|^\s*(?:[\w$]+\.)*(?i:log|logger|logging|console|slog|fmt|syslog)\.\w+[( ]|^\s*(?:\w+\s*:?=\s*)?errors\.New\(|fmt\.Errorf\(|^\s*[A-Z]\w+\s*=\s*errors\.|\bnew\s+\w*(?:Error|Exception)\(|\)\s*(?:=>|->)\s*\{|["'` + "`" + `)\]}]\s*;\s*$`)
	// comment is a comment in source code.
	comment = regexp.MustCompile(`^\s*(?:///?\s|/\*|<!--|--\s\w+\s\w+\s\w+|\*\s+@)`)
	// item is an item in a list of constants: a string or a pattern alone, with
	// a comma.
	item = regexp.MustCompile(`^\s*(?:/.+/[a-z]*|"[^"]*"|'[^']*'|` + "`[^`]*`" + `),\s*(?:#.*|//.*)?$`)
	// opens tells of a statement that goes on in the next line.
	opens = regexp.MustCompile(`[(\[{,]\s*$`)
	// cmdlet is a command of PowerShell.
	cmdlet = regexp.MustCompile(`^\s*(?:\$\w+\s*=\s*)?(?:Get|Set|New|Add|Remove|Connect|Enable|Disable|Test|Import|Install|Grant|Update|Start|Invoke)-[A-Z]\w+(?:\s+[^:\s]|\s*$)`)
	// task is an item of a list of things to do, or a bullet with a heading and
	// code in it: somebody describes a program.
	task = regexp.MustCompile("^\\s*[-*]\\s+(?:\\[[ xX]\\]\\s|\\*\\*.*`.+`|.*`[^`]+`.*`[^`]+`.*(?:→|->|=>))")
	row  = regexp.MustCompile(`^\s*\|.*\|.*\|\s*$`)

	// explaining is what is said of failures in general.
	explaining = regexp.MustCompile(`(?i)\bmeans?:? (?:that|the|your|you|a|it|there)\b|\bwhat (?:does|do|is|are) |\b(?:indicates?|suggests) (?:that|a|an|the)\b|\b(?:is|are|gets?|will be|was) (?:returned|thrown|raised|shown|logged|reported|emitted|displayed) (?:when|if|by|for|in case)|\b(?:occurs?|happens?|appears?|arises?) (?:when|if|because)|\bhow (?:to|do i|can i|do you) |\bto (?:avoid|prevent|fix|solve|resolve|work around|get rid of|recover from) |\b(?:should|must|need to|needs to|has to|have to|can) (?:be handled|handle|catch|retry|be retried)|\b(?:server|servers|gmail|google|microsoft|exchange|outlook|azure|entra|provider|endpoint|library|client|app) (?:usually |always |often |then |also |will |may |might |can )*(?:returns?|answers?|responds?|rejects?|throws?|raises|replies|reports)\b|\b(?:look for|for example|e\.g\.|such as|at any time|as described|see also|further reading|more information (?:on|about|regarding)|information (?:on|about|regarding) the)\b|\b(?:usually|typically|often|sometimes|generally|commonly)\b|\b(?:since|as of|starting|from|until) (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d|version|v\d)|\b(?:may|might|can|could) (?:be revoked|expire|fail|be expired|occur|happen|be rejected|be refused|be disabled|see|get)\b|\b(?:bedeutet|tritt auf|in der regel|üblicherweise|meistens|scheitert|signifie|se produit|generalmente|significa)\b|^\s*(?:note|tip|hint|warning|important|caution|hinweis|achtung)\s?:|^\s*(?:fix(?:es|ed)?|add(?:s|ed)?|handle[sd]?|support|improve[sd]?|change[sd]?|remove[sd]?|retry|treat)\b`)
	// requirement is RFC 2119's.
	requirement = regexp.MustCompile(`\b(?:MUST|SHOULD|MAY|SHALL)(?: NOT)? [a-z]`)
	question    = regexp.MustCompile(`(?i)^\W*(?:q:|do|does|did|is|are|can|could|what|why|how|which|has|have|will|would|should)\b.*\?\W*$`)
	// leading begins such a sentence.
	leading = regexp.MustCompile(`(?i)^\W*(?:(?:for )?(?:more|further) information|see also|see the|note that|note:|tip:|hint:|how to|in this (?:guide|document|article|section)|this (?:guide|document|article|section|page))\b`)
	// personal is somebody who tells what happened.
	personal = regexp.MustCompile(`\b(?:I|I'm|I’m|we|We|my|My|our|me|us)\b|^\W*(?:\S+\s+){0,3}(?i:\S*(?:error|failed|failure|exception|fatal|response|result|message))\s*(?:\(\w*\))?\s*[:=]`)
	shaped   = regexp.MustCompile(`^\W{0,4}(?:AADSTS\d|[2-5]\d\d[ -]|\{|Error \d{3}|-ERR|\+OK|\* |[A-Za-z]{0,8}\d{1,8} (?:NO|BAD|OK)\b)|AADSTS\d+: `)
)

// plainWords is from how many words on a line may be a sentence.
const plainWords = 8

// asides tells for each line whether it only talks about failures.
func asides(lines []text.Line) []bool {
	all := make([]bool, len(lines))
	for i, l := range lines {
		switch {
		case l.Decoded || l.Stamped:
		case l.Side != text.Nobody:
			all[i] = l.Side == text.Client && question.MatchString(l.Text) // quoted in a mail
		case statement.MatchString(l.Raw) && !errorKey.MatchString(l.Raw) && !loudLine.MatchString(l.Text), comment.MatchString(l.Raw), item.MatchString(l.Raw), cmdlet.MatchString(l.Raw), task.MatchString(l.Raw), row.MatchString(l.Raw):
			all[i] = true
		case i > 0 && all[i-1] && opens.MatchString(lines[i-1].Raw) && !cmdlet.MatchString(lines[i-1].Raw):
			all[i] = true
		default:
			all[i] = sentence(l)
		}
	}
	return all
}

// sentence tells of a sentence about failures in general.
func sentence(l text.Line) bool {
	if strings.Count(l.Words, " ")-1 < plainWords || shaped.MatchString(l.Text) {
		return false
	}
	if question.MatchString(l.Raw) || leading.MatchString(l.Raw) {
		return true
	}
	if personal.MatchString(l.Raw) || loudLine.MatchString(l.Text) || stackLine.MatchString(l.Raw) && !strings.Contains(l.Raw, "`") {
		return false
	}
	return explaining.MatchString(l.Raw) || requirement.MatchString(l.Raw)
}
