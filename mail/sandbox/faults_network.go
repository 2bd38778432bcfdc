package sandbox

import "mailknock/mail/wire"

// networkFaults are met before a word of the protocol is understood.
var networkFaults = []fault{
	{
		Fault: Fault{ID: "unknown-ca", Title: "The certificate is from an unknown authority", Protocols: onAll, Cause: "tls.untrusted_certificate"},
		play:  playUnknownCA,
	},
	{
		Fault: Fault{ID: "certificate-expired", Title: "The certificate has expired", Protocols: onAll, Cause: "tls.certificate_expired"},
		play:  playExpiredCertificate,
	},
	{
		Fault: Fault{ID: "wrong-name", Title: "The certificate is for another name", Protocols: onAll, Cause: "tls.hostname_mismatch"},
		play:  playWrongName,
	},
	{
		Fault: Fault{ID: "old-tls", Title: "The server knows only old TLS", Protocols: onAll, Cause: "tls.version_unsupported"},
		play:  playOldTLS,
	},
	{
		Fault: Fault{ID: "wrong-tls-mode", Title: "The port does not speak TLS at once", Protocols: onAll, Cause: "tls.wrong_mode"},
		play:  playWrongMode,
	},
	{
		Fault: Fault{ID: "starttls-refused", Title: "The server refuses STARTTLS", Protocols: onAll, Cause: "tls.starttls_refused", Security: wire.STARTTLS},
		play:  playNoSTARTTLS,
	},
	{
		Fault: Fault{ID: "starttls-injection", Title: "Somebody puts words before the start of TLS", Protocols: onAll, Cause: "tls.starttls_refused", Security: wire.STARTTLS},
		play:  playInjection,
	},
	{
		Fault: Fault{ID: "slow", Title: "The server does not answer in time", Protocols: onAll, Cause: "net.timeout"},
		play:  playSlow,
	},
	{
		Fault: Fault{ID: "drops", Title: "The connection breaks in the middle of a line", Protocols: onAll, Cause: "net.reset"},
		play:  playDrop,
	},
}
