package diagnose

import (
	"strconv"
	"time"
)

func itoa(n int) string { return strconv.Itoa(n) }

// seconds gives milliseconds in words.
func seconds(milliseconds string) string {
	n, err := strconv.Atoi(milliseconds)
	if err != nil {
		return ""
	}
	return (time.Duration(n) * time.Millisecond).Round(time.Second).String()
}
