package terminal

import (
	"errors"

	"mailknock/ui/run"
)

// flagOf names the flag for a field of the account.
var flagOf = map[string]string{
	"user": "--user", "client_id": "--client-id", "client_secret": "--client-secret-file", "tenant": "--tenant",
	"issuer": "--issuer", "imap": "--imap", "pop3": "--pop3", "smtp": "--smtp", "smtp_user": "--smtp-user",
	"scopes": "--scope", "ca_file": "--ca", "fault": "--fault", "redirect_port": "--redirect-port", "protocols": "--protocol",
	"method": "--method", "provider": "--provider", "key_file": "--key-file", "key_password": "--key-password-file", "refresh_token": "--refresh-token-file",
}

// explain puts the flag's name before a field's problem.
func explain(err error) error {
	var field *run.FieldError
	if errors.As(err, &field) {
		if flag, ok := flagOf[field.Field]; ok {
			return usage("%s: %s", flag, field.Problem)
		}
	}
	return usageError{err}
}
