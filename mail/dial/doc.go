// Package dial opens connections to mail servers: it looks names up, connects
// by RFC 8305 or through a proxy, and starts TLS. Each of it is a step of the
// check, with a deadline of its own, and each failure is a type with the raw
// facts: [ResolveError], [ConnectError], [ProxyError], [TLSError],
// *wire.InjectionError.
//
// What TLS found out stands in a [TLSFacts]: ask [Facts] after success, and
// the TLSError after failure.
package dial
