package run

import "mailknock/mail/diagnose"

// facts gives the diagnosis what the outcome does not hold. j is nil when the
// run did not get as far.
func (j *job) facts(r Request) diagnose.Facts {
	f := diagnose.Facts{Provider: r.Account.Provider, Speaks: faultOf(r.Account.Fault).Provider, ClientID: r.Account.ClientID, Tenant: r.Account.Tenant}
	if j == nil {
		return f
	}
	f.ClientID = first(j.client.ClientID, j.account.ClientID)
	f.Tenant = first(j.account.Tenant, j.provider.Tenant)
	f.Asked, f.Needs, f.RedirectURI = j.plan.Scopes, j.provider.Scopes, j.plan.RedirectURI
	f.Refreshed, f.TokenUnknown = j.refreshing, j.tokenUnknown
	if j.token != nil {
		f.Granted, f.Skew = j.token.Granted, j.token.Skew
		if !j.method.Unattended() {
			f.NoRefresh = j.token.NoRefresh
		}
	}
	return f
}
