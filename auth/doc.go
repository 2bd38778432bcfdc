// Package auth signs in with OAuth 2.0. A person: by the authorization code
// grant in the system's browser (RFC 8252) with PKCE (RFC 7636), or with a code
// on another device (RFC 8628). An app: by its own secret or key (RFC 6749
// section 4.4, RFC 7523), or as a Google service account. It refreshes tokens
// and revokes them (RFC 7009), and discovers a provider's endpoints (RFC 8414,
// OpenID Connect Discovery).
//
// It knows no mail protocol and no face. Every HTTP exchange is written to the
// run's transcript, with the secrets masked; nothing is printed or logged.
// There is no implicit grant and no password grant, and PKCE is never left
// out.
//
// [Flow] is one exchange with the provider. [Refresher] is what lies above it
// for an account that is saved: one refresh at a time, in this process and
// between processes, stored before it is used. [ReadClientKey] and
// [ReadServiceAccount] read what an app signs in with.
package auth
