package provider

import "strings"

// personal is the tenant of all personal Microsoft accounts.
const personal = "9188040d-6c67-4c5b-b112-36a304b66dad"

// tenant remarks on the tenant.
func (c *check) tenant() {
	const field = "tenant"
	tenant := c.typed.Tenant
	if tenant == "" {
		if c.typed.AppOnly && c.p.microsoft() {
			c.wrong(field, "Without a person who signs in, Microsoft has to be told the tenant: type its id, or a domain of it.")
		}
		return
	}
	if len(c.p.Tenants) == 0 {
		c.suspicious(field, c.p.Name+" has no tenants: leave the field empty.")
		return
	}
	if text := litter("the tenant", tenant); text != "" {
		c.wrong(field, text)
		return
	}
	lower := strings.ToLower(tenant)
	switch {
	case strings.Contains(tenant, "@"):
		c.wrong(field, "This is an e-mail address: type only what stands after the @, or the tenant's id.")
	case strings.Contains(tenant, "/"):
		c.wrong(field, "This is a web address: type only the tenant's id, or a domain of it.")
	case !IsTenant(tenant):
		c.wrong(field, "This is no tenant: type organizations, common, consumers, a domain, or the id that the overview calls “Directory (tenant) ID”.")
	case c.typed.AppOnly && (lower == "common" || lower == "organizations" || lower == "consumers"):
		c.wrong(field, "Without a person who signs in, Microsoft has to be told one tenant: type its id, or a domain of it.")
	case c.p.ID == MicrosoftPersonal && lower != "consumers" && lower != "common" && lower != personal:
		c.suspicious(field, "A personal account signs in at consumers or common; a company's tenant knows it as a guest at most.")
	case c.p.ID != MicrosoftPersonal && c.p.microsoft() && (lower == "consumers" || lower == personal):
		c.suspicious(field, "Only personal accounts sign in at consumers: for a work or school account, type organizations or the tenant's id.")
	case c.p.ID != MicrosoftPersonal && (lower == "common" || lower == "organizations"):
		c.suspicious(field, "This works only if your app is for accounts of any directory. If it is for “this organizational directory only”, type that tenant's id: Microsoft refuses the rest (AADSTS50194).")
	case !strings.ContainsAny(lower, ".-") && lower != "common" && lower != "organizations" && lower != "consumers":
		c.suspicious(field, "This looks like a name: type a whole domain, such as contoso.onmicrosoft.com, or the tenant's id.")
	}
}

// redirectHost remarks on the host of the redirect URI, where the provider's
// rule for it is known.
func (c *check) redirectHost() {
	const field = "redirect_host"
	host := c.typed.RedirectHost
	switch {
	case host == "" || host == c.p.RedirectHost:
	case c.p.microsoft() && host == "::1":
		c.wrong(field, "Microsoft does not take [::1] as redirect URI: use localhost.")
	case c.p.microsoft():
		c.suspicious(field, "Microsoft's form takes only http://localhost; an address with 127.0.0.1 has to be written into the app's manifest. Use localhost if that was not done.")
	case c.p.Redirect == RedirectExact:
		c.suspicious(field, c.p.Name+" compares the redirect URI to the letter: the host must be the one that was registered.")
	case c.p.Redirect == RedirectHTTPS:
		c.suspicious(field, c.p.Name+" takes only https as redirect URI: no host of this machine can catch the answer, so paste the final address of the browser.")
	}
}
