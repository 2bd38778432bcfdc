package provider

import (
	"fmt"
	"slices"
	"strings"
)

// unknownField says that there is no such field, and which one was meant.
func unknownField(name string, known []string) string {
	if meant := nearest(name, known); meant != "" {
		return fmt.Sprintf("there is no field %q: type %q", short(name), meant)
	}
	return fmt.Sprintf("there is no field %q: use one of %s", short(name), strings.Join(known, ", "))
}

// nearest finds the name that a mistyped one stands for; empty where none is
// near.
func nearest(name string, known []string) string {
	plain := strings.NewReplacer("_", "", "-", "", " ", "")
	key := plain.Replace(strings.ToLower(short(name)))
	best, meant := 3, ""
	for _, k := range known {
		if d := distance(key, plain.Replace(k)); d < best && d < len(k)/2 {
			best, meant = d, k
		}
	}
	return meant
}

// distance is Levenshtein's, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = slices.Min([]int{change, row[j] + 1, row[j+1] + 1})
		}
	}
	return row[len(b)]
}
