package assets

import _ "embed"

// IconSVG is the program's icon: a knocker on a door. Its ground has the
// accent colour of the light palette, #3554D1.
//
//go:embed icon/icon.svg
var IconSVG []byte

// IconPNG is the icon at 512 x 512.
//
//go:embed icon/icon.png
var IconPNG []byte
