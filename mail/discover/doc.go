// Package discover fills a form from an address: provider, servers, sign-in,
// each value with its source in words. [Finder.Find] does that for whoever
// owns the address, [Finder.Conformance] shows to whoever runs the domain what
// it answers, row by row, and [Finder.Register] gets a client id with the
// person's consent.
//
// Trust goes in this order: the program's own table of domains, which asks
// nobody; MX records; the domain's PACC document
// (draft-ietf-mailmaint-pacc-03, confirmed by its DNS digest); the domain's
// own autoconfig (draft-ietf-mailmaint-autoconfig-06); Thunderbird's ISPDB;
// SRV records (RFC 6186, RFC 8314). Where one source disagrees with the one
// that was taken, a [Conflict] says so.
//
// # What leaves the machine
//
// Nothing before the address is complete ([Complete]); calling Find only after
// the person has finished typing is the caller's part. Everybody who is asked
// stands in [Result.Asked]. Only the domain's own host
// https://autoconfig.DOMAIN gets the whole address, because the protocol has
// it there; everybody else, the ISPDB and name servers included, gets the
// domain or a host name.
//
// HTTP is https only: plain http is refused and listed as refused, because
// anybody on the way could write the answer. There are no cookies; bodies,
// headers, redirects and time are bounded. A redirect to another site is
// followed for autoconfig only, without the query that holds the address, and
// is named; metadata is never redirected.
//
// A name that leads to loopback, link-local, multicast or the unspecified
// address is not asked: no mail provider lives there, and services of this
// machine do. Private addresses are asked, because companies run their mail
// inside; without a certificate for the name they get no request.
package discover
