package wire

import "strconv"

// numbers reads lists of numbers, in base 10 or 16, as the bytes that they
// stand for: [101 121 74], 65:79:4a, 0x65, U+0065. Whatever is no byte becomes
// 0xFF. ok tells whether there are enough of them to hold a window.
func (v view) numbers(base byte) (bytes view, ok bool) {
	bytes = newView(len(v.text))
	count := 0
	for i := 0; i < len(v.text); {
		last := i
		for last < len(v.text) && hexDigit(v.text[last]) < base {
			last++
		}
		if last == i || last < len(v.text) && v.text[last] == 'x' {
			i = last + 1
			continue
		}
		value := byte(0xFF)
		if n, err := strconv.ParseUint(string(v.text[i:last]), int(base), 8); err == nil {
			value = byte(n)
			count++
		}
		from, to := v.origin(i, last-1)
		bytes.text, bytes.from, bytes.to = append(bytes.text, value), append(bytes.from, int32(from)), append(bytes.to, int32(to))
		i = last
	}
	return bytes, count >= window
}
