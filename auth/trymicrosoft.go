package auth

// microsoftVerdicts are what Microsoft's AADSTS numbers say about a client, see
// learn.microsoft.com/entra/identity-platform/reference-error-codes.
var microsoftVerdicts = map[int]Verdict{
	// The code was looked at, which comes after the client.
	70000: {Finding: FoundGood, Proves: microsoftGood, NotProven: stillOpen},
	70008: {Finding: FoundGood, Proves: microsoftGood, NotProven: stillOpen},
	54005: {Finding: FoundGood, Proves: microsoftGood, NotProven: stillOpen},

	// The code could not even be read, which may come before the client.
	9002313: {
		Finding: FoundNothing, Proves: "Microsoft could not read the made-up code, and says nothing about the client.",
		NotProven: "Whether client ID, tenant and secret are right. Sign in to see.",
	},

	700016: {
		Finding: FoundBad, Proves: "The tenant does not know this client ID: copy it again, and look whether the app is registered in this tenant.",
		NotProven: "Whether the secret is right.",
	},
	90002: {
		Finding: FoundBad, Proves: "There is no such tenant: correct the tenant's name or ID.",
		NotProven: "Whether client ID and secret are right.",
	},
	900023: {
		Finding: FoundBad, Proves: "The tenant is neither a domain nor an ID: correct it.",
		NotProven: "Whether client ID and secret are right.",
	},
	50194: {
		Finding: FoundBad, Proves: "The client ID is known, but the app belongs to one tenant: put that tenant's ID in the place of common.",
		NotProven: "Whether the secret is right.",
	},
	7000112: {
		Finding: FoundBad, Proves: "The client ID is known, but the app is switched off in the tenant: an administrator can switch it on.",
		NotProven: "Whether the secret is right.",
	},
	7000215: {
		Finding: FoundBad, Proves: "The client ID is right, and the secret is wrong. Use the secret's value, not its ID; when you cannot see the value any more, make a new secret.",
		NotProven: stillOpen,
	},
	7000222: {
		Finding: FoundBad, Proves: "The client ID is right, and the secret has expired: make a new one in the app's registration.",
		NotProven: stillOpen,
	},
	7000218: {
		Finding: FoundBad, Proves: "The client ID is right, and the app has to prove itself: give its secret or its certificate, or allow public client flows in the app's registration.",
		NotProven: stillOpen,
	},
	700025: {
		Finding: FoundBad, Proves: "The client ID is right, and the app is a public one: take the secret or the key out.",
		NotProven: stillOpen,
	},
	90023: {
		Finding: FoundBad, Proves: "The client ID is right, and the app is a public one: take the secret or the key out.",
		NotProven: stillOpen,
	},
	700027: {
		Finding: FoundBad, Proves: "The client ID is right, and the certificate is not the app's, or has ended: upload it in the app's registration, under Certificates and secrets.",
		NotProven: stillOpen,
	},
	700024: {
		Finding: FoundBad, Proves: "The client ID is right, and the key's signature is out of its time: set the clock of this computer.",
		NotProven: "Whether the certificate is the app's.",
	},
	9002325: {
		Finding: FoundBad, Proves: "The redirect URI is registered for a single-page application: register it under Mobile and desktop applications.",
		NotProven: "Whether the scopes are right, and whether anybody may sign in, only a sign-in shows.",
	},
	9002327: {
		Finding: FoundBad, Proves: "The redirect URI is registered for a single-page application: register it under Mobile and desktop applications.",
		NotProven: "Whether the scopes are right, and whether anybody may sign in, only a sign-in shows.",
	},
}

const microsoftGood = "The tenant knows the client ID, and took the app's proof: only the made-up code was refused."
