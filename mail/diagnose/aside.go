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
	// begins tells of a statement that begins a block.
	begins = regexp.MustCompile(`[:{]\s*$`)
	// cmdlet is a command of PowerShell.
	cmdlet = regexp.MustCompile(`^\s*(?:\$\w+\s*=\s*)?(?:Get|Set|New|Add|Remove|Connect|Enable|Disable|Test|Import|Install|Grant|Update|Start|Invoke)-[A-Z]\w+(?:\s+[^:\s]|\s*$)`)
	// task is an item of a list of things to do, or a bullet with a heading and
	// code in it: somebody describes a program.
	task = regexp.MustCompile("^\\s*[-*]\\s+(?:\\[[ xX]\\]\\s|\\*\\*.*`.+`|.*`[^`]+`.*`[^`]+`.*(?:→|->|=>))")
	row  = regexp.MustCompile(`^\s*\|.*\|.*\|\s*$`)

	// chore is a commit's subject, a note to do something, a test that passed or a
	// text to be translated.
	chore = regexp.MustCompile(`^\W*(?:(?:feat|fix|chore|docs|refactor|tests?|perf|build|ci|style|revert)(?:\([^)]*\))?!?: |(?:TODO|FIXME|XXX|HACK)\b)|^\s*(?:--- )?(?:PASS(?:ED)?\b|✓|✔|√|ok\s+\d|ok\s+\S+\t)|\bPASSED\s*(?:\[.*\])?$|^\s*<(?:string|data|entry|source|target|message)\b[^>]*>.*</`)
	// overcome is somebody whose trouble is over.
	overcome = regexp.MustCompile(`(?i)^\W*(?:solved|fixed|resolved)\b|\b(?:everything|all|it) (?:now )?works\b|\bworks (?:now|again)\b|\bproblem (?:is |was )?solved\b`)
	remains  = regexp.MustCompile(`(?i)\b(?:but|however|except|only|not|until|aber)\b`)
	// explaining is what is said of failures in general. Words that programs put
	// behind an error, "learn how to fix this", are not among them.
	explaining = regexp.MustCompile(`(?i)\bmeans? (?:that|the|your|you|it|there)\b|\bindicates that\b|\b(?:is|are|will be) (?:returned|thrown|raised|shown|logged|reported|emitted|displayed) (?:when|if|in case)\b|\b(?:occurs?|happens?|appears?|arises?) (?:when|if)\b|\b(?:should|must|needs? to|has to|have to) (?:be handled|handle|catch|retry|be retried)\b|\b(?:will|may|might) (?:then |also )?(?:return|answer|respond|reject|throw|raise|reply)\b|\bat any time\b|\bin (?:that|this|such) cases?,|\busers? (?:see|get)\b|\b(?:since|as of|starting) (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d\b[^-])|\b(?:may|might) (?:be revoked|expire|be expired|occur|happen|be rejected|be refused)\b|\b(?:bedeutet|tritt auf|in der regel|üblicherweise|signifie|se produit|significa)\b`)
	// advising begins a sentence that says what to do, or in which case.
	advising = regexp.MustCompile(`(?i)^\W*(?:how to|how do|what does|if (?:you|users?) (?:see|get|receive|encounter|run into)\b|um (?:den|die|das|diesen?)\b.*\bzu\b|pour (?:éviter|résoudre|corriger)\b|para (?:evitar|solucionar|resolver)\b|per (?:evitare|risolvere)\b|to (?:avoid|prevent|fix|solve|resolve|work around|recover from|test|check|enable|see)|(?:if|when|whenever|in case|wenn|falls|sobald)\b.*(?:\b(?:usually|typically|often|sometimes|generally|commonly|please|should|must|will|bitte|scheitert)\b|` + "`" + `)|run ` + "`" + `|use ` + "`" + `|check ` + "`" + `)`)
	// doing begins a sentence about what a program does, or has learnt to do.
	doing = regexp.MustCompile(`(?i)^\W*(?:fix(?:es|ed)?|add(?:s|ed)?|handle[sd]?|supports?|improve[sd]?|change[sd]?|remove[sd]?|retry|treat)\b`)
	// requirement is RFC 2119's.
	requirement = regexp.MustCompile(`\b(?:MUST|SHOULD|MAY|SHALL)(?: NOT)? [a-z]`)
	question    = regexp.MustCompile(`(?i)^\W*(?:q: *)?(?:do|does|did|is|are|can|could|what|why|how|which|has|have|will|would|should)\b.*\?\W*$`)
	// leading begins such a sentence.
	leading = regexp.MustCompile(`(?i)^\W*(?:(?:(?:for )?(?:more|further) information|see also|see the|note that|how to|in this (?:guide|document|article|section)|this (?:guide|document|article|section|page))\b|(?:note|tip|hint|hinweis|a): )`)
	// personal is somebody who tells what happened.
	personal = regexp.MustCompile(`\b(?:I|i|we|We|my|My|our|me|us)\b|^\W*(?:\S+\s+){0,3}(?i:\S*(?:error|failed|failure|exception|fatal|response|result|message))\s*(?:\(\w*\))?\s*[:=]`)
	shaped   = regexp.MustCompile(`^\W{0,4}(?:AADSTS\d|[2-5]\d\d[ -]|\{|Error \d{3}|-ERR|\+OK|\* |[A-Za-z]{0,8}\d{1,8} (?:NO|BAD|OK)\b)|AADSTS\d+: `)
)

// maxAside is how long a line is at most that is read for this.
const maxAside = 1 << 10

// plainWords is from how many words on a line may be a sentence.
const plainWords = 8

// asides tells for each line whether it only talks about failures.
func asides(lines []text.Line) []bool {
	all := make([]bool, len(lines))
	block := -1 // the indent of the statement that began a block of code
	for i, l := range lines {
		if strings.TrimSpace(l.Raw) != "" && indent(l.Raw) <= block {
			block = -1
		}
		switch {
		case l.Decoded || l.Stamped || len(l.Raw) > maxAside:
		case chore.MatchString(l.Raw):
			all[i] = true
		case l.Side != text.Nobody:
			all[i] = l.Side == text.Client && question.MatchString(l.Text) // quoted in a mail
		case statement.MatchString(l.Raw) && !errorKey.MatchString(l.Raw) && !loudLine.MatchString(l.Text), comment.MatchString(l.Raw), item.MatchString(l.Raw), cmdlet.MatchString(l.Raw), task.MatchString(l.Raw), row.MatchString(l.Raw):
			all[i] = true
		case i > 0 && all[i-1] && opens.MatchString(lines[i-1].Raw) && !cmdlet.MatchString(lines[i-1].Raw), i > 0 && block >= 0 && indent(l.Raw) > block:
			all[i] = true
		default:
			all[i] = sentence(l)
		}
		if block < 0 && all[i] && begins.MatchString(l.Raw) && statement.MatchString(l.Raw) {
			block = indent(l.Raw)
		}
	}
	return all
}

// indent is how many blanks a line begins with.
func indent(raw string) int { return len(raw) - len(strings.TrimLeft(raw, " \t")) }

// sentence tells of a sentence about failures in general.
func sentence(l text.Line) bool {
	if strings.Count(l.Words, " ")-1 < plainWords || shaped.MatchString(l.Text) {
		return false
	}
	if question.MatchString(l.Raw) || leading.MatchString(l.Raw) || advising.MatchString(l.Raw) && !personal.MatchString(l.Raw) {
		return true
	}
	if personal.MatchString(l.Raw) || loudLine.MatchString(l.Text) || stackLine.MatchString(l.Raw) && !strings.Contains(l.Raw, "`") {
		return false
	}
	if overcome.MatchString(l.Raw) && !remains.MatchString(l.Raw) {
		return true
	}
	return explaining.MatchString(l.Raw) || doing.MatchString(l.Raw) || requirement.MatchString(l.Raw)
}
