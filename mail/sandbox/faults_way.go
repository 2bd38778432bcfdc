package sandbox

import "mailknock/mail/wire"

// The ways to sign in, as Fault.Method names them.
const (
	MethodDevice            = "device"
	MethodClientCredentials = "client-credentials"
	MethodServiceAccount    = "service-account"
)

// wayFaults are met by one way to sign in only.
var wayFaults = []fault{
	{
		Fault: Fault{ID: "device-code-expired", Title: "Nobody enters the code in time", Provider: "microsoft", Protocols: onAll, Method: MethodDevice, Cause: "oauth.device_code_expired"},
		token: &tokenRefusal{status: 400, code: "expired_token", number: 70020, description: "The provided value for the input parameter 'device_code' is not valid. This device code has expired."},
	},
	{
		Fault: Fault{ID: "device-declined", Title: "You press Deny on the other device", Protocols: onAll, Method: MethodDevice, Cause: "oauth.access_denied"},
		play:  playDeviceDeclined,
	},
	{
		Fault: Fault{ID: "app-not-registered", Title: "The app may use mail, but Exchange does not know it", Provider: "microsoft", Protocols: onAll, Method: MethodClientCredentials, Cause: "account.app_not_registered"},
		auth:  badToken[microsoft],
	},
	{
		Fault: Fault{ID: "app-key-unknown", Title: "The app's certificate is not uploaded", Provider: "microsoft", Protocols: onAll, Method: MethodClientCredentials, Cause: "oauth.client_secret_wrong"},
		token: &tokenRefusal{status: 401, code: "invalid_client", number: 700027, description: "The certificate with identifier used to sign the client assertion is not registered on application. " +
			"[Reason - The key was not found., Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '%[1]s'.]"},
	},
	{
		Fault: Fault{ID: "delegation-missing", Title: "Nobody has delegated the domain to the service account", Provider: "google", Protocols: onAll, Method: MethodServiceAccount, Cause: "oauth.flow_not_allowed"},
		token: &tokenRefusal{status: 401, code: "unauthorized_client", description: "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."},
	},
}

// FaultsOf lists the faults that only one way to sign in meets; see Faults for
// those of every way.
func FaultsOf(method string) []Fault {
	var list []Fault
	for i := range wayFaults {
		if f := wayFaults[i].Fault; f.Method == method {
			f.Protocols = append([]wire.Protocol(nil), f.Protocols...)
			list = append(list, f)
		}
	}
	return list
}
