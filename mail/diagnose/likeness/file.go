package likeness

import (
	"bufio"
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The model's file has, after lines that begin with #, one with the causes, one with their biases, and one
// for each feature: its rarity, its weights that are not zero as
// place:weight, and after a tab its name. Numbers are hundredths.
const hundred = 100

func parse(data []byte) (*Model, error) {
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	m := &Model{known: map[string]feature{}}
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		var err error
		switch {
		case strings.HasPrefix(line, "#"):
		case m.causes == nil:
			m.causes = strings.Fields(line)
		case m.bias == nil:
			m.bias, err = numbers(strings.Fields(line))
		default:
			err = m.parseFeature(line)
		}
		if err != nil {
			return nil, fmt.Errorf("model line %d: %w", n, err)
		}
	}
	if len(m.causes) == 0 || len(m.bias) != len(m.causes) {
		return nil, fmt.Errorf("model with %d causes and %d biases", len(m.causes), len(m.bias))
	}
	return m, lines.Err()
}

func (m *Model) parseFeature(line string) error {
	says, name, found := strings.Cut(line, "\t")
	fields := strings.Fields(says)
	if !found || len(fields) == 0 {
		return fmt.Errorf("no feature: %q", line)
	}
	rarity, err := strconv.Atoi(fields[0])
	if err != nil {
		return err
	}
	f := feature{rarity: float64(rarity) / hundred, weight: make([]float32, len(m.causes))}
	for _, field := range fields[1:] {
		place, weight, _ := strings.Cut(field, ":")
		at, err := strconv.Atoi(place)
		if err != nil || at < 0 || at >= len(m.causes) {
			return fmt.Errorf("no cause has the place %q", place)
		}
		w, err := strconv.Atoi(weight)
		if err != nil {
			return err
		}
		f.weight[at] = float32(w) / hundred
	}
	m.known[name] = f
	return nil
}

func numbers(fields []string) ([]float64, error) {
	var list []float64
	for _, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil {
			return nil, err
		}
		list = append(list, float64(n)/hundred)
	}
	return list, nil
}

// Format writes a model as its file.
func (m *Model) Format() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, strings.Join(m.causes, " "))
	for i, x := range m.bias {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprint(&b, hundredths(x))
	}
	b.WriteByte('\n')
	var names []string
	for name := range m.known {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		f := m.known[name]
		fmt.Fprint(&b, hundredths(f.rarity))
		for i, w := range f.weight {
			if n := hundredths(float64(w)); n != 0 {
				fmt.Fprintf(&b, " %d:%d", i, n)
			}
		}
		fmt.Fprintf(&b, "\t%s\n", name)
	}
	return b.Bytes()
}

func hundredths(x float64) int {
	if x < 0 {
		return -int(-x*hundred + 0.5)
	}
	return int(x*hundred + 0.5)
}
