package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

var (
	// statement is a line of source code that stands for itself.
	statement = regexp.MustCompile(`^\s*(?:throw\s+\S|raise\s+\w|except\b.*:\s*$|rescue\s+\w|\}?\s*catch\s*[({]|case\s.+:|return\s+(?:["'` + "`" + `]|[\w.]+\(|False|True|None|null|nil|err\b|new\s)|const\s+\w|let\s+\w|var\s+\w|if\s*\(|if\s.+[:{]\s*$|(?:else|elif)\b.*[:{]\s*$|else if\b|for\s.+[:{]\s*$|while\s*\(|assert\w*[\s(!]|expect\(|describe\(|it\(['"]|def\s+\w|class\s+\w.*[:{]\s*$|fn\s+\w|(?:pub|async|export|static|public|private|protected|internal|override)\s+\w|func(?:tion)?\s+[\w(]|switch\s*[({\w]|try\s*[:{]|with\s.+:\s*$|print(?:ln|f)?[\s(]|echo\s|msgid\s|msgstr\s|matches!\(|#(?:include|define)\b|<\?php|\$\w+\s*=|self\.\w|this\.\w+\s*[=(])` +
		`|^\s*(?:[\w$]+\.)*(?i:log|logger|logging|console|slog|fmt|syslog)\.\w+[( ]|^\s*(?:\w+\s*:?=\s*)?errors\.New\(|fmt\.Errorf\(|^\s*[A-Z]\w+\s*=\s*errors\.|\bnew\s+\w*(?:Error|Exception)\(|\)\s*(?:=>|->)\s*\{|["'` + "`" + `)\]}]\s*;\s*$`)
	// operator is what hardly stands anywhere but in source code: operators, calls,
	// literals of structures, annotations.
	operator = regexp.MustCompile(`\S (?:===|!==|&&|\|\|) |(?:^|\s)(?:&&|\|\|)\s*$|\s(?:===|!==|\|\|)\s|\?\.[\w(\[]|\)\s*=>|=>\s*[{(]\s*$|\}\)[;,]?\s*$|\)\)?[;,]\s*$|^\s*@\w+[.(]|^\s*#\[|\w\{"?\w+"?:|\.(?:includes|contains|Contains|lower|toLowerCase|startswith|startsWith|HasPrefix|match|test|append|push|expect|expect_err)\(|\bin str\(|\[\]byte\(|\bjson!?\(\{|^\s*(?:await|yield|try)\s+[\w.$]+\(|^\s*[\w, ]+\s:?=\s(?:await\s)?[a-z][\w.$]*\(|^\s*\(["']|\s\?\s'[^']*'\s*:\s|'\*[^']*\*'\s*\{|^\s*(?:guard|fake_\w+ =|expect|assert|XCT\w+)\b.*[({]|^\s*[a-z_]\w*(?:\.\w+)+\(.*[)({,\[]\s*;?\s*$|^\s*[a-z]\w*\(["'(].*[)({,\[>]\s*;?\s*$`)
	// reported is the name of an exception with what it says, or a failure with
	// one, behind what a log puts before it.
	reported = regexp.MustCompile(`\w(?:Error|ERROR|Exception|EXCEPTION): [\["'(A-Za-z]|\b(?i:failed|failure): \w+(?:Error|ERROR|Exception|EXCEPTION)\b`)
	thrown   = regexp.MustCompile(`^\s*(?:raise|throw|throws|except|catch|rescue|return|new|//|#|\*)\b`)
	// arm is one of the cases of a match, in languages that have arrows, and what
	// else only source code begins with.
	arm = regexp.MustCompile(`^\s*[\w:.(){}_, "'<>]+\s*(?:=>|->)\s*(?:[\w.:{(]+[^\s]*.*[,;})?]|)\s*$|^\s*(?:WHERE|AND|OR|SELECT|FROM|ORDER BY|GROUP BY)\s+\S|^\s*data (?:class )?[A-Z]\w*\b.*(?:\(|=)|^\s*sealed class|^\s*deriving \(|^\s*proc \w|^\s*object [A-Z]\w* :|= object of `)
	// worded begins in words: what follows is a dump of values.
	worded = regexp.MustCompile(`^\s*[A-Z][a-z]+ [a-z]+ `)
	// strict is a report that no source code looks like.
	strict = regexp.MustCompile(`^\W{0,4}(?:[\w.$\\-]*(?:Error|ERROR|Exception|EXCEPTION|Failure|FAILURE)\b\s*(?:[:({\]]|$)|\w+(?:\.\w+)*\.(?:error|abort|exception|Fault)\b\s*:|[A-Za-z]{1,6}\d{1,8} (?:NO|BAD) |\* (?:NO|BAD|BYE) |(?i:fatal|error|warning|caused by|unhandled|uncaught)\b[^.?]{0,40}[:\]]|Traceback \(|AADSTS\d|\[SSL: [A-Z]|[2-5]\d\d[ -]\d\.\d|-ERR\b|\{\s*"error"|Error \d{3}|error=)`)
	// comment is a comment in source code.
	comment = regexp.MustCompile(`^\s*(?:///?\s|/\*|<!--|--\s\w+\s\w+\s\w+|\*\s+@)|^\s+\*(?:\s|$)`)
	// item is an item in a list of constants: a string or a pattern alone, with
	// a comma.
	item = regexp.MustCompile(`^\s*(?:/.+/[a-z]*|"[^"]*"|'[^']*'|` + "`[^`]*`" + `),\s*(?:#.*|//.*)?$`)
	// opens tells of a statement that goes on in the next line.
	opens = regexp.MustCompile(`[(\[{,]\s*$`)
	// begins tells of a statement that begins a block.
	begins = regexp.MustCompile(`[:{]\s*$`)
	// cmdlet is a command of PowerShell.
	cmdlet = regexp.MustCompile(`^\s*(?:\$\w+\s*=\s*)?(?:Get|Set|New|Add|Remove|Connect|Enable|Disable|Test|Import|Install|Grant|Update|Start|Invoke)-[A-Z]\w+(?:\s+[^:\s]|\s*$)`)
	// quotes opens and closes a comment or a text of several lines.
	quotes = []struct{ open, close string }{{`"""`, `"""`}, {"'''", "'''"}, {"/*", "*/"}, {"<!--", "-->"}}
)

// codeLines tells for each line whether it is source code, by itself or by
// what it stands in.
func codeLines(lines []text.Line) []bool {
	all := make([]bool, len(lines))
	block, end := -1, "" // the indent of the statement that began a block; what ends a comment
	for i, l := range lines {
		if strings.TrimSpace(l.Raw) != "" && indent(l.Raw) <= block {
			block = -1
		}
		if end != "" {
			all[i] = true
			if strings.Contains(l.Raw, end) {
				end = ""
			}
			continue
		}
		end = opensComment(l.Raw)
		switch {
		case l.Decoded || l.Stamped || l.Side != text.Nobody:
		case end != "", comment.MatchString(l.Raw), item.MatchString(l.Raw), cmdlet.MatchString(l.Raw):
			all[i] = true
		case codeStatement(l):
			all[i] = true
			if block < 0 && begins.MatchString(l.Raw) {
				block = indent(l.Raw)
			}
		case strict.MatchString(l.Text) && block < 0:
		case i > 0 && all[i-1] && opens.MatchString(lines[i-1].Raw) && !cmdlet.MatchString(lines[i-1].Raw), block >= 0 && indent(l.Raw) > block:
			all[i] = true
		}
	}
	return all
}

func codeStatement(l text.Line) bool {
	if strict.MatchString(l.Text) || reported.MatchString(l.Text) && !thrown.MatchString(l.Raw) {
		return false
	}
	if operator.MatchString(l.Raw) {
		return !stackLine.MatchString(l.Raw) && !worded.MatchString(l.Raw)
	}
	return (statement.MatchString(l.Raw) || arm.MatchString(l.Raw)) && !errorKey.MatchString(l.Raw) && !loudLine.MatchString(l.Text)
}

// opensComment gives what ends a comment of several lines that begins here.
func opensComment(raw string) string {
	t := strings.TrimSpace(raw)
	for _, q := range quotes {
		if rest, ok := strings.CutPrefix(t, q.open); ok && !strings.Contains(rest, q.close) {
			return q.close
		}
	}
	return ""
}

// indent is how many blanks a line begins with.
func indent(raw string) int { return len(raw) - len(strings.TrimLeft(raw, " \t")) }
