package terminal

import (
	"mailknock/mail/discover"
	"mailknock/mail/wire"
)

// sourced is a value with who said it; both are empty where nobody did.
type sourced[T any] struct {
	Value  T      `json:"value"`
	Source string `json:"source"`
}

type foundDocument struct {
	Version      int                         `json:"version"`
	Address      string                      `json:"address"`
	Domain       string                      `json:"domain"`
	Provider     sourced[string]             `json:"provider"`
	Name         sourced[string]             `json:"name"`
	Servers      map[string][]serverDocument `json:"servers"`
	SignIn       signInDocument              `json:"sign_in"`
	PasswordOnly bool                        `json:"password_only"`
	Conflicts    []conflictDocument          `json:"conflicts"`
	Notes        []string                    `json:"notes"`
	Needs        []needDocument              `json:"needs"`
	Asked        []askedDocument             `json:"asked"`
}

type serverDocument struct {
	Server     string          `json:"server"`
	User       sourced[string] `json:"user"`
	Mechanisms []string        `json:"mechanisms"`
	Source     string          `json:"source"`
	Confirm    string          `json:"confirm,omitempty"`
}

type signInDocument struct {
	Issuer          sourced[string]   `json:"issuer"`
	AuthURL         sourced[string]   `json:"auth_url"`
	TokenURL        sourced[string]   `json:"token_url"`
	DeviceURL       sourced[string]   `json:"device_url"`
	RevokeURL       sourced[string]   `json:"revoke_url"`
	JWKSURL         sourced[string]   `json:"jwks_url"`
	RegistrationURL sourced[string]   `json:"registration_url"`
	ClientID        sourced[string]   `json:"client_id"`
	Scopes          sourced[[]string] `json:"scopes"`
}

type conflictDocument struct {
	What        string `json:"what"`
	Taken       string `json:"taken"`
	TakenSource string `json:"taken_source"`
	Other       string `json:"other"`
	OtherSource string `json:"other_source"`
}

type needDocument struct {
	Kind string `json:"kind"`
	Text string `json:"text"`
}

type askedDocument struct {
	Who     string  `json:"who"`
	What    string  `json:"what"`
	Sent    string  `json:"sent"`
	Outcome string  `json:"outcome"`
	Result  string  `json:"result"`
	MS      float64 `json:"ms"`
}

// rowDocument is a row of conformance --json.
type rowDocument struct {
	Verdict string `json:"verdict"`
	Topic   string `json:"topic"`
	Asked   string `json:"asked"`
	Came    string `json:"came"`
	Do      string `json:"do,omitempty"`
	Source  string `json:"source"`
}

// newFoundDocument gives discover --json.
func newFoundDocument(r discover.Result) foundDocument {
	o := r.OAuth
	d := foundDocument{
		Version: 1, Address: r.Address, Domain: r.Domain, PasswordOnly: r.PasswordOnly,
		Provider: sourced[string](r.Provider), Name: sourced[string](r.Name),
		SignIn: signInDocument{
			Issuer: sourced[string](o.Issuer), AuthURL: sourced[string](o.AuthURL), TokenURL: sourced[string](o.TokenURL),
			DeviceURL: sourced[string](o.DeviceURL), RevokeURL: sourced[string](o.RevokeURL), JWKSURL: sourced[string](o.JWKSURL),
			RegistrationURL: sourced[string](o.RegistrationURL), ClientID: sourced[string](o.ClientID), Scopes: sourced[[]string]{nonNil(o.Scopes.Value), o.Scopes.Source},
		},
		Servers: map[string][]serverDocument{}, Conflicts: []conflictDocument{}, Notes: nonNil(r.Notes), Needs: []needDocument{}, Asked: []askedDocument{},
	}
	for _, p := range wire.MailProtocols {
		for _, s := range r.Servers[p] {
			server := serverDocument{Server: s.Server.String(), User: sourced[string](s.User), Mechanisms: []string{}, Source: s.Source, Confirm: s.Confirm}
			for _, m := range s.Mechanisms {
				server.Mechanisms = append(server.Mechanisms, string(m))
			}
			d.Servers[string(p)] = append(d.Servers[string(p)], server)
		}
	}
	for _, c := range r.Conflicts {
		d.Conflicts = append(d.Conflicts, conflictDocument(c))
	}
	for _, n := range r.Needs {
		d.Needs = append(d.Needs, needDocument{string(n.Kind), n.Text})
	}
	for _, a := range r.Asked {
		d.Asked = append(d.Asked, askedDocument{a.Who, a.What, a.Sent, string(a.Outcome), a.Result, float64(a.Took.Microseconds()) / 1000})
	}
	return d
}

// rowDocuments gives the rows of conformance --json.
func rowDocuments(rows []discover.Row) []rowDocument {
	list := []rowDocument{}
	for _, r := range rows {
		list = append(list, rowDocument{string(r.Verdict), r.Topic, r.Asked, r.Came, r.Do, r.Source})
	}
	return list
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
