package look

import "fyne.io/fyne/v2"

// The theme's names for MonoSize and CodeSize.
const (
	SizeNameMono fyne.ThemeSizeName = "mailknock.mono"
	SizeNameCode fyne.ThemeSizeName = "mailknock.code"
)

// Unit is the one spacing unit; every distance is a multiple of it.
const Unit float32 = 4

// Radius is that of panels, buttons and fields; SmallRadius of what lies
// inside them.
const (
	Radius      float32 = 8
	SmallRadius float32 = 5
)

// The text sizes, in Fyne's units.
const (
	TitleSize   float32 = 20
	HeadingSize float32 = 17
	BodySize    float32 = 14
	SmallSize   float32 = 13
	CaptionSize float32 = 12
	TinySize    float32 = 10.5
	MonoSize    float32 = 12.5
	// CodeSize is for a code that is read off across a desk.
	CodeSize float32 = 36
)
