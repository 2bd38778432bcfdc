// Package auth signs a person in with OAuth 2.0: the authorization code grant
// in the system's browser (RFC 8252) with PKCE (RFC 7636), the refresh of a
// token, its revocation (RFC 7009) and the discovery of a provider's endpoints
// (RFC 8414, OpenID Connect Discovery).
//
// It knows no mail protocol and no face. Every HTTP exchange is written to the
// run's transcript, with the secrets masked; nothing is printed or logged.
// There is no implicit grant and no password grant, and PKCE is never left
// out.
//
// [Flow] is one exchange with the provider. [Refresher] is what lies above it
// for an account that is saved: one refresh at a time, in this process and
// between processes, stored before it is used.
package auth
