package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestQRCodeIsSharpAndHasItsMargin(t *testing.T) {
	test.NewTempApp(t)
	q := NewQR(190)
	if !q.Set("https://microsoft.com/devicelogin?user_code=ABCD-EFGH") {
		t.Fatal("it does not fit")
	}
	n := q.code.Size + 2*quiet
	const module = 4
	w := n*module + 3 // what is left is margin
	for y := range n {
		for x := range n {
			want := q.code.Black(x-quiet, y-quiet)
			for _, at := range [][2]int{{0, 0}, {module - 1, module - 1}} {
				got := q.pixel(1+x*module+at[0], 1+y*module+at[1], w, w) == ink
				if got != want {
					t.Fatalf("module %d, %d: dark %t, want %t", x, y, got, want)
				}
			}
			if want && (x < quiet || y < quiet || x >= n-quiet || y >= n-quiet) {
				t.Fatalf("the margin is dark at %d, %d", x, y)
			}
		}
	}
	if q.Set(strings.Repeat("x", 3000)) {
		t.Error("a text is shown that no code holds")
	}
	if q.pixel(90, 90, 190, 190) != paper {
		t.Error("the code before is still shown")
	}
}
