package diagnose

import (
	"regexp"
	"strings"

	"mailknock/mail/diagnose/text"
)

var (
	// overcome is somebody whose trouble is over.
	overcome = regexp.MustCompile(`(?i)^\W*(?:solved|fixed|resolved)\b|\b(?:everything|all|it) (?:now )?works\b|\bworks (?:now|again)\b|\bproblem (?:is |was )?solved\b`)
	remains  = regexp.MustCompile(`(?i)\b(?:but|however|except|only|not|until|aber)\b`)
	// explaining is what is said of failures in general. Words that programs put
	// behind an error, "learn how to fix this", are not among them.
	explaining = regexp.MustCompile(`(?i)\bmeans? (?:that|the|your|you|it|there)\b|\bindicates that\b|\b(?:is|are|will be) (?:returned|thrown|raised|shown|logged|reported|emitted|displayed) (?:when|if|in case)\b|\b(?:occurs?|happens?|appears?|arises?) (?:when|if)\b|\b(?:should|must|needs? to|has to|have to) (?:be handled|handle|catch|retry|be retried)\b|\b(?:will|may|might) (?:then |also )?(?:return|answer|respond|reject|throw|raise|reply)\b|\bat any time\b|\b(?:nesse caso|neste caso|en este caso|en ese caso|dans ce cas|in diesem fall|in questo caso)\b|^\W*used (?:when|if|for)\b|\bin (?:that|this|such) cases?,|\busers? (?:see|get)\b|\b(?:since|as of|starting) (?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d\b[^-])|\b(?:may|might) (?:be revoked|expire|be expired|occur|happen|be rejected|be refused)\b|\bis the (?:reply|status|error|response) code\b|\bissues? the (?:error )?code\b|\bsee (?:section|chapter|appendix) \d|\bchapter overview\b|\bnames the hosts\b|\b(?:bedeutet|tritt auf|in der regel|üblicherweise|signifie|se produit|significa)\b`)
	// defining is what a manual says of a number.
	defining = regexp.MustCompile(`^\W*[2-5]\d\d (?:is|means|stands for|indicates|signifies)\b`)
	// advising begins a sentence that says what to do, or in which case.
	advising = regexp.MustCompile(`(?i)^\W*(?:how to|how do|what does|if (?:you|users?) (?:see|get|receive|encounter|run into)\b|um (?:den|die|das|diesen?)\b.*\bzu\b|pour (?:éviter|résoudre|corriger)\b|para (?:evitar|solucionar|resolver)\b|per (?:evitare|risolvere)\b|to (?:avoid|prevent|fix|solve|resolve|work around|recover from|test|check|enable|see)|(?:if|when|whenever|in case|wenn|falls|sobald)\b.*(?:\b(?:usually|typically|often|sometimes|generally|commonly|please|should|must|will|bitte|scheitert)\b|` + "`" + `)|run ` + "`" + `|use ` + "`" + `|check ` + "`" + `)`)
	// doing begins a sentence about what a program does, or has learnt to do.
	doing = regexp.MustCompile(`(?i)^\W*(?:fix(?:es|ed)?|add(?:s|ed)?|handle[sd]?|supports?|improve[sd]?|change[sd]?|remove[sd]?|retry|treat)\b`)
	// requirement is RFC 2119's.
	requirement = regexp.MustCompile(`\b(?:MUST|SHOULD|MAY|SHALL)(?: NOT)? [a-z]`)
	question    = regexp.MustCompile(`(?i)^\W*(?:q: *)?(?:do|does|did|is|are|can|could|what|why|how|which|has|have|will|would|should)\b.*\?\W*$`)
	// leading begins such a sentence.
	leading = regexp.MustCompile(`(?i)^\W*(?:(?:(?:for )?(?:more|further) information|see also|see the|note that|how to|in this (?:guide|document|article|section)|this (?:guide|document|article|section|page))\b|(?:note|tip|hint|hinweis|a): )`)
	// mention is the name of an error in brackets, in the middle of a sentence.
	mention = regexp.MustCompile("[a-z] \\(`[^`]+`\\)")
	// personal is somebody who tells what happened.
	personal = regexp.MustCompile(`\b(?:I|i|we|We|my|My|our|me|us)\b|^\W*(?:\S+\s+){0,3}(?i:\S*(?:error|failed|failure|exception|fatal|response|result|message))\s*(?:\(\w*\))?\s*[:=]`)
	shaped   = regexp.MustCompile(`^\W{0,4}(?:AADSTS\d|[2-5]\d\d[ -]|\{|Error \d{3}|-ERR|\+OK|\* |[A-Za-z]{0,8}\d{1,8} (?:NO|BAD|OK)\b)|AADSTS\d+: `)
)

// plainWords is from how many words on a line may be a sentence.
const plainWords = 8

// sentence tells of a sentence about failures in general.
func sentence(l text.Line) bool {
	if strings.Count(l.Words, " ")-1 < plainWords {
		return false
	}
	if defining.MatchString(l.Text) {
		return true
	}
	if shaped.MatchString(l.Text) {
		return false
	}
	if question.MatchString(l.Raw) || leading.MatchString(l.Raw) && !replyWithCode.MatchString(l.Raw) || advising.MatchString(l.Raw) && !personal.MatchString(l.Raw) {
		return true
	}
	if personal.MatchString(l.Raw) || loudLine.MatchString(l.Text) || stackLine.MatchString(l.Raw) && !strings.Contains(l.Raw, "`") {
		return false
	}
	if overcome.MatchString(l.Raw) && !remains.MatchString(l.Raw) {
		return true
	}
	return explaining.MatchString(l.Raw) || mention.MatchString(l.Raw) || doing.MatchString(l.Raw) || requirement.MatchString(l.Raw)
}
