package present

import (
	"strconv"
	"time"
)

// Axis is a scale from 0 to Max with a label at every tick.
type Axis struct {
	Max   time.Duration
	Ticks []Tick
}

// Tick is a mark on an Axis.
type Tick struct {
	At    time.Duration
	Label string
}

// NewAxis gives a scale with round numbers that holds end.
func NewAxis(end time.Duration) Axis {
	if end < 20*time.Millisecond {
		end = 20 * time.Millisecond
	}
	step := roundUp(end / 4)
	n := int((end + step - 1) / step)
	a := Axis{Max: step * time.Duration(n)}
	unit, name := time.Millisecond, " ms"
	if a.Max >= 5*time.Second {
		unit, name = time.Second, " s"
	}
	for i := range n + 1 {
		at := step * time.Duration(i)
		label := strconv.FormatFloat(float64(at)/float64(unit), 'f', -1, 64)
		if i == n {
			label += name
		}
		a.Ticks = append(a.Ticks, Tick{at, label})
	}
	return a
}

// roundUp gives the next of 1, 1.5, 2, 2.5, 5 times a power of ten.
func roundUp(d time.Duration) time.Duration {
	for power := time.Microsecond; ; power *= 10 {
		for _, f := range []time.Duration{10, 15, 20, 25, 50} {
			if v := power * f; v >= d {
				return v
			}
		}
	}
}

// Took writes how long something took: "412 ms", "1.2 s".
func Took(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "<1 ms"
	case d < 10*time.Second:
		return group(int(d.Milliseconds())) + " ms"
	}
	return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
}

func group(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// Clock writes the time left as minutes and seconds.
func Clock(d time.Duration) string {
	if d < 0 {
		d = 0
	}
	s := int((d + time.Second - 1) / time.Second)
	text := strconv.Itoa(s % 60)
	if s%60 < 10 {
		text = "0" + text
	}
	return strconv.Itoa(s/60) + ":" + text
}
