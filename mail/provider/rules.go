package provider

// SecretRule says whether a registration has a client secret.
type SecretRule string

// The rules for client secrets.
const (
	SecretRequired SecretRule = "required"
	SecretOptional SecretRule = "optional"
	SecretNone     SecretRule = "none"
)

// PKCERule says what the provider does with a code challenge (RFC 7636).
// Mailknock always sends one, S256.
type PKCERule string

// The rules for code challenges.
const (
	PKCERequired PKCERule = "required"
	PKCEAccepted PKCERule = "accepted"
	PKCEUnknown  PKCERule = "unknown"
)

// RedirectRule says how the provider compares the redirect URI with the one
// that was registered.
type RedirectRule string

// The rules for redirect URIs.
const (
	// RedirectAnyPort is that of RFC 8252 section 7.3: the port may differ.
	RedirectAnyPort RedirectRule = "any_port"
	// RedirectExact compares to the letter, port included.
	RedirectExact RedirectRule = "exact"
	// RedirectHTTPS takes no http: nothing on this machine can catch the
	// answer, the person has to paste the final URL.
	RedirectHTTPS RedirectRule = "https"
)

// Rotation says whether the use of a refresh token brings a new one.
type Rotation string

// The kinds of rotation.
const (
	Rotates         Rotation = "yes"
	RotatesNot      Rotation = "no"
	RotationUnknown Rotation = "unknown"
)

// RefreshRule is what is known of a provider's refresh tokens.
type RefreshRule struct {
	Rotates Rotation `json:"rotates"`
	// Days is how long one lives unused; 0 where that is not known.
	Days int `json:"days"`
	// Ends says in sentences what ends one.
	Ends []string `json:"ends"`
}

// PasswordHelp is how a mail program gets in without OAuth.
type PasswordHelp struct {
	// Text is what to do.
	Text string `json:"text"`
	// URL is the page that tells more, or where it is done.
	URL string `json:"url"`
}
