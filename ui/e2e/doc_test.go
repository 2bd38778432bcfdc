// Package e2e tests the program from outside: the built binary against real
// servers. Dovecot, Postfix and oidc-provider run as ordinary child processes on
// free loopback ports, each with folders of its own, and end with the tests.
//
// What is not installed is skipped and named; with CI=true in the environment
// it is a failure. `make peers` installs it.
package e2e
