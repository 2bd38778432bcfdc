package sandbox

import "strings"

// person is somebody with a mailbox and a login.
type person struct {
	Address, Name, Subject string
}

// The people of the sandbox.
var (
	anna = &person{Address: Mailbox, Name: "Anna Sand", Subject: "6f0a3c52-0d6b-4b8e-9a34-2f6d1c9e5a01"}
	bob  = &person{Address: "bob@sandbox.test", Name: "Bob Box", Subject: "b1d7e9f0-53c8-4c1b-8a5e-7d20f4c6e802"}
)

var people = []*person{anna, bob}

// findPerson looks an address up; nil: nobody has it.
func findPerson(address string) *person {
	for _, p := range people {
		if strings.EqualFold(p.Address, address) {
			return p
		}
	}
	return nil
}
