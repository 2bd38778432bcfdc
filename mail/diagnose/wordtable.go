package diagnose

import (
	"embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mailknock/mail/diagnose/cause"
	"mailknock/mail/wire"
)

// wordFiles are the rules on words, a file for each subject. A rule is
//
//	cause [rivals] weight
//	  says:  terms, one of which stands in the line
//	  with:  terms, one of which stands in the same sentence; may come again
//	  but:   terms that take the sentence from the rule
//	  at:    providers, or !provider
//	  on:    protocols; "mail" is all but OAuth
//	  when:  names of conditions
//	  unless: terms that stand nowhere in the text
//
// with | between terms and _ for the end of a word; # begins a comment. See
// finding for the weights.
//
//go:embed words/*.txt
var wordFiles embed.FS

// wordFamily reads the rules of one file. A file that is wrong stops the
// program.
func wordFamily(name string) family {
	data, err := wordFiles.ReadFile(path.Join("words", name+".txt"))
	if err != nil {
		panic(err)
	}
	rules, err := parseWords(string(data))
	if err != nil {
		panic(fmt.Sprintf("words/%s.txt: %v", name, err))
	}
	for _, r := range rules {
		for _, t := range r.says {
			telling.add(t)
		}
	}
	return func(s *scene, found emit) {
		for i := range rules {
			rules[i].apply(s, found)
		}
	}
}

var (
	ruleHead = regexp.MustCompile(`^([a-z]+\.[a-z_]+(?: [a-z]+\.[a-z_]+)*) (0\.\d+)$`)
	ruleKey  = regexp.MustCompile(`^  ([a-z]+): +(\S.*)$`)
)

func parseWords(data string) ([]wordRule, error) {
	// A line that begins with more space goes on with the one before.
	data = regexp.MustCompile(`\n {3,}`).ReplaceAllString(data, " ")
	var rules []wordRule
	for n, line := range strings.Split(data, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		err := fmt.Errorf("not understood")
		if m := ruleHead.FindStringSubmatch(line); m != nil && allKnown(strings.Fields(m[1])) {
			causes := strings.Fields(m[1])
			r := wordRule{cause: causes[0], rivals: causes[1:]}
			r.weight, err = strconv.ParseFloat(m[2], 64)
			rules = append(rules, r)
		} else if m := ruleKey.FindStringSubmatch(line); m != nil && len(rules) > 0 {
			err = rules[len(rules)-1].set(m[1], m[2])
		}
		if err != nil {
			return nil, fmt.Errorf("rule line %d: %w: %s", n+1, err, line)
		}
	}
	return rules, nil
}

func allKnown(causes []string) bool {
	return !slices.ContainsFunc(causes, func(id string) bool { return !cause.Known(id) })
}

// set fills in one key of a rule.
func (r *wordRule) set(key, value string) error {
	switch key {
	case "says":
		r.says = terms(value)
	case "with":
		r.with = append(r.with, terms(value))
	case "but":
		r.but = terms(value)
	case "unless":
		r.unless = strings.ReplaceAll(value, " | ", "|")
	case "at":
		for p := range strings.FieldsSeq(value) {
			if other, not := strings.CutPrefix(p, "!"); not {
				r.notAt = append(r.notAt, other)
			} else {
				r.at = append(r.at, p)
			}
		}
	case "on":
		for p := range strings.FieldsSeq(value) {
			if p == "mail" {
				r.on = append(r.on, "", wire.IMAP, wire.POP3, wire.SMTP)
			} else {
				r.on = append(r.on, wire.Protocol(p))
			}
		}
	case "when":
		for name := range strings.FieldsSeq(value) {
			condition, ok := conditions[name]
			if !ok {
				return fmt.Errorf("no condition is called %q", name)
			}
			r.when = append(r.when, condition)
		}
	default:
		return fmt.Errorf("no key is called %q", key)
	}
	return nil
}

// terms takes a list apart.
func terms(value string) []string {
	var list []string
	for t := range strings.SplitSeq(value, "|") {
		list = append(list, " "+strings.ReplaceAll(strings.TrimSpace(t), "_", " "))
	}
	return list
}
