package flow

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// area is as high as its surface needs: 10,000 square units.
type area struct{ widget.BaseWidget }

func newArea() *area {
	a := &area{}
	a.ExtendBaseWidget(a)
	return a
}

func (a *area) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Black))
}
func (a *area) MinSize() fyne.Size              { return fyne.NewSize(10, 10) }
func (a *area) HeightFor(width float32) float32 { return 10_000 / width }

func box(w, h float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Black)
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

func TestMain(m *testing.M) {
	test.NewApp()
	m.Run()
}

func TestHeightFollowsTheWidth(t *testing.T) {
	for name, c := range map[string]struct {
		o     fyne.CanvasObject
		width float32
		want  float32
	}{
		"plain":             {newArea(), 100, 100},
		"pad":               {Pad(5, 10, newArea()), 120, 110},
		"column":            {Column(4, newArea(), box(1, 30)), 100, 134},
		"row":               {Row(20, nil, box(30, 30), box(5, 50)), 100, 50},
		"columns":           {Columns(0, 150, []float32{1, 1}, newArea(), newArea()), 200, 100},
		"columns, narrow":   {Columns(0, 300, []float32{1, 1}, newArea(), newArea()), 200, 100},
		"wrap":              {Wrap(10, box(60, 20), box(60, 20)), 100, 50},
		"wrap, one line":    {Wrap(10, box(60, 20), box(60, 20)), 130, 20},
		"fixed":             {Fixed(0, 33, newArea()), 100, 33},
		"stack":             {Stack(box(1, 7), newArea()), 1000, 10},
		"loose":             {Loose(newArea()), 100, 100},
		"scroll":            {Scroll(newArea()), 100, 100},
		"deep":              {Pad(0, 0, Column(0, Stack(Pad(1, 0, newArea())))), 100, 102},
		"hidden takes none": {Column(4, box(1, 10), Pad(5, 5, hidden())), 100, 10},
	} {
		if got := Height(c.o, c.width); got != c.want {
			t.Errorf("%s: %.0f, want %.0f", name, got, c.want)
		}
	}
}

func hidden() fyne.CanvasObject {
	o := box(10, 10)
	o.Hide()
	return o
}

func TestGrowTakesWhatIsLeft(t *testing.T) {
	grow := box(1, 10)
	c := Grow(5, grow, box(1, 20), grow, box(1, 30))
	c.Resize(fyne.NewSize(100, 200))
	if got := grow.Size(); got != fyne.NewSize(100, 140) {
		t.Errorf("it got %v", got)
	}
	if got := c.Objects[2].Position().Y; got != 170 {
		t.Errorf("what follows stands at %v", got)
	}
}

func TestRowGrows(t *testing.T) {
	grow := newArea()
	r := Row(10, grow, box(20, 20), grow, box(30, 20))
	r.Resize(fyne.NewSize(160, 100))
	if got := grow.Size(); got != fyne.NewSize(90, 10_000.0/90) {
		t.Errorf("it got %v", got)
	}
}

func TestScrolledContentIsAsHighAsItsWidthNeeds(t *testing.T) {
	content := newArea()
	s := Scroll(content)
	s.Resize(fyne.NewSize(50, 60))
	if got := content.Size(); got.Width != 50 || got.Height != 200 {
		t.Errorf("the content is %v", got)
	}
}
