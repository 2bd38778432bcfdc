package wire

// window is how many bytes of a secret in a row are too many to show.
const window = 9

// hashBase is the base of a rolling hash modulo 2^64; any odd number of many
// bits will do.
const hashBase = 0x9E3779B97F4A7C15

// windows is the set of all runs of nine bytes of all forms of all secrets:
// their hashes, with a filter before them that answers most questions.
type windows struct {
	forms  map[uint64]int32
	filter []uint64
}

var hashTop = func() uint64 {
	top := uint64(1)
	for range window - 1 {
		top *= hashBase
	}
	return top
}()

// add takes texts of which the first one is form number first.
func (w *windows) add(texts [][]byte, first int) {
	if w.forms == nil {
		w.forms = map[uint64]int32{}
	}
	for i, text := range texts {
		each(text, func(_ int, hash uint64) {
			if _, known := w.forms[hash]; !known {
				w.forms[hash] = int32(first + i)
			}
		})
	}
	size := max(1<<10, len(w.filter))
	for size*64 < len(w.forms)*16 && size < 1<<20 {
		size *= 2
	}
	w.filter = make([]uint64, size)
	for hash := range w.forms {
		word, bit := w.place(hash)
		w.filter[word] |= bit
	}
}

func (w *windows) place(hash uint64) (word int, bit uint64) {
	hash ^= hash >> 29
	hash *= 0xBF58476D1CE4E5B9
	hash ^= hash >> 32
	return int(hash>>6) & (len(w.filter) - 1), 1 << (hash & 63)
}

// find calls hit for every window of text that belongs to a form.
func (w *windows) find(text []byte, hit func(at int, form int32)) {
	if len(w.forms) == 0 {
		return
	}
	each(text, func(at int, hash uint64) {
		if word, bit := w.place(hash); w.filter[word]&bit == 0 {
			return
		}
		if form, ok := w.forms[hash]; ok {
			hit(at, form)
		}
	})
}

// each calls f for every window with its hash.
func each(text []byte, f func(at int, hash uint64)) {
	var hash uint64
	for i, b := range text {
		if i >= window {
			hash -= (uint64(text[i-window]) + 1) * hashTop
		}
		hash = hash*hashBase + uint64(b) + 1
		if i >= window-1 {
			f(i-window+1, hash)
		}
	}
}
