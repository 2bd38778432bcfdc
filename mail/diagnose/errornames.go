package diagnose

// appleErrors are the numbers of Apple's networking, which logs write without
// words (https://developer.apple.com/documentation/foundation/urlerror/code).
var appleErrors = words(
	apple("net.timeout", "code 1001 "),
	apple("net.dns", "code 1003 "),
	apple("net.refused", "code 1004 "),
	apple("net.reset", "code 1005 "),
	apple("net.timeout", "code 1009 "),
	apple("tls.untrusted_certificate", "code 1202 |code 1203 |9807 |9813 "),
	apple("tls.certificate_expired", "code 1201 |code 1204 |9814 |9815 "),
	apple("tls.version_unsupported", "9836 |9824 "),
)

func apple(cause, numbers string) wordRule {
	return says(cause, 0.9, numbers, "nsurl|cfnetwork|kcf|nserror|osstatus|errssl|error domain")
}
