package run

import (
	"testing"

	"mailknock/mail/wire"
)

// BenchmarkSandboxCheck measures a whole check of three protocols side by
// side, from a token in memory to the goodbyes: what the program itself adds.
func BenchmarkSandboxCheck(b *testing.B) {
	s, err := Open(Options{Dir: b.TempDir(), AutoConsent: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	a := s.NewAccount("sandbox")
	events := 0
	check := func() {
		o, _ := s.Run(b.Context(), Request{Account: a}, func(wire.Event) { events++ })
		if !o.OK() {
			b.Fatalf("%v, %+v", o.SignIn.Err, o.Checks)
		}
	}
	check() // signs in
	events = 0
	for b.Loop() {
		check()
	}
	b.ReportMetric(float64(events)/float64(b.N), "events/op")
}
