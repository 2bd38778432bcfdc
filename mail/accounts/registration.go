package accounts

import (
	"errors"
	"slices"
)

// Registration is the person's own client at a provider. Its secret, where
// the provider wants one, lies in the vault.
type Registration struct {
	Provider string `json:"provider"`
	Tenant   string `json:"tenant,omitempty"`
	ClientID string `json:"client_id"`
}

// Registration gives the registration at a provider.
func (s *Store) Registration(provider string) (Registration, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := s.view.findRegistration(provider); i >= 0 {
		return s.view.registrations[i].registration, true
	}
	return Registration{}, false
}

// Registrations gives all.
func (s *Store) Registrations() []Registration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Registration
	for _, r := range s.view.registrations {
		if r.raw == nil {
			list = append(list, r.registration)
		}
	}
	return list
}

// SetRegistration keeps the registration at a provider; one without a client
// id removes it. It blocks and fails as Save does.
func (s *Store) SetRegistration(r Registration) error {
	if r.Provider == "" {
		return errors.New("a registration needs a provider")
	}
	return s.commit(func(d *document) string {
		i := d.findRegistration(r.Provider)
		switch {
		case i >= 0 && r.ClientID == "":
			d.registrations = append(d.registrations[:i], d.registrations[i+1:]...)
		case i >= 0:
			d.registrations[i].registration = r
		case r.ClientID != "":
			d.registrations = append(d.registrations, registrationRecord{registration: r})
		}
		return ""
	})
}

func (d document) findRegistration(provider string) int {
	return slices.IndexFunc(d.registrations, func(r registrationRecord) bool {
		return r.raw == nil && r.registration.Provider == provider
	})
}
