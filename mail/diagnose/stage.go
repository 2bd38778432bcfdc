package diagnose

import (
	"strings"

	"mailknock/mail/diagnose/text"
	"mailknock/mail/wire"
)

// stages are the rules for a failure of which nothing is known but where it
// happened.
var stages = []family{signInStage, stageWords}

var stageTable = wordFamily("stages")

// stageWords are the rules of stages.txt, on lines that report a failure.
func stageWords(s *scene, found emit) {
	stageTable(s, func(c string, w float64, line int) {
		if s.reports(line) {
			found(c, w, line)
		}
	})
}

// signInStage finds a sign-in at a mail server that failed in words that are
// not known.
func signInStage(s *scene, found emit) {
	if s.protocol == wire.OAuth || s.protocol == "" {
		return
	}
	for i, l := range s.lines {
		if has(l.Words, "fail|error|denied|refused|unable|cannot|could not|couldnt|cant|invalid|exception|rejected|wrong|not accept|unsuccess") && has(s.windows[i], "auth|login|logon|log in|sign in|credential|password") && s.reports(i) {
			s.refusedFor(s.sign(), i, 0.85, found)
			return
		}
	}
}

// fewLines is the length of a text that somebody pasted as a failure, and
// maxReport how many words a line of it has that needs no other sign of a
// report.
const (
	fewLines  = 5
	maxReport = 40
)

// neutral are words of lines that name a failure and report none.
var neutral = alternatives("authorization pending|slow down|user unknown|unknown user|no such user|user not found|recipient address rejected|5.1.1|mailbox full|over quota|0 errors|no errors|grant types supported|methods supported|on error|if error|error handling|greylist|graylist|access token bearer")

// reports tells of a line that is shaped like the report of a failure.
func (s *scene) reports(i int) bool {
	l := s.lines[i]
	switch {
	case holds(s.windows[i], neutral), l.Side == text.Client, codeLine.MatchString(l.Raw), bullet(l.Raw), entry.MatchString(l.Raw) && !errorKey.MatchString(l.Raw):
		return false
	case l.Stamped, l.Side == text.Server, l.Decoded, loudLine.MatchString(l.Text), stackLine.MatchString(l.Raw):
		return true
	}
	c := s.count()
	return c.all <= fewLines && !c.technical && strings.Count(l.Words, " ") <= maxReport
}
