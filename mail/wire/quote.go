package wire

import "strings"

// Shorten cuts a server's line to what an error quotes of it.
func Shorten(line string) string {
	const limit = 200
	if len(line) > limit {
		return strings.ToValidUTF8(line[:limit], "") + "…"
	}
	return line
}

// AnswerTo names the answer to a command in an error's text. A greeting
// answers nothing.
func AnswerTo(command string) string {
	if command == "greeting" {
		return command
	}
	return "answer to " + command
}
