package e2e

// dovecotConf is the configuration of Dovecot 2.3. Wrong tokens are refused at
// once: the penalties for them would slow the tests by seconds each.
const dovecotConf = `
protocols = imap pop3 submission
listen = 127.0.0.1
base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/state
log_path = {{.Dir}}/log
auth_verbose = yes
auth_mechanisms = {{.D.Mechanisms}}
auth_failure_delay = 0
mail_location = maildir:{{.Dir}}/mail/%u
first_valid_uid = 1
last_valid_uid = 0
ssl = yes
ssl_cert = <{{.CA.CertFile}}
ssl_key = <{{.CA.KeyFile}}
hostname = mail.example.test
submission_relay_host = 127.0.0.1
submission_relay_port = {{.D.Relay}}
{{if not .Root}}
default_internal_user = {{.User}}
default_internal_group = {{.Group}}
default_login_user = {{.User}}
service anvil {
  chroot =
}
service imap-login {
  chroot =
}
service pop3-login {
  chroot =
}
service submission-login {
  chroot =
}
{{end}}
passdb {
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {{.Dir}}/oauth2.conf.ext
}
passdb {
  driver = static
  mechanisms = plain login
  args = nologin password=not-used
}
userdb {
  driver = static
  args = uid={{.UID}} gid={{.GID}} home={{.Dir}}/mail/%u
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = {{.D.SASL}}
  }
}
service imap-login {
  inet_listener imap {
    port = {{.D.IMAP}}
  }
  inet_listener imaps {
    port = {{.D.IMAPS}}
    ssl = yes
  }
}
service pop3-login {
  inet_listener pop3 {
    port = {{.D.POP3}}
  }
  inet_listener pop3s {
    port = {{.D.POP3S}}
    ssl = yes
  }
}
service submission-login {
  inet_listener submission {
    port = {{.D.Submission}}
  }
  inet_listener submissions {
    port = {{.D.SubmissionS}}
    ssl = yes
  }
}
`

// dovecotIntrospection asks oidc-provider about each token (RFC 7662).
const dovecotIntrospection = `
introspection_mode = post
introspection_url = {{.IssuerWithSecret}}/token/introspection
tls_ca_cert_file = {{.CA.CAFile}}
username_attribute = {{.D.Claim}}
active_attribute = active
active_value = true
scope = mail
openid_configuration_url = {{.Issuer}}/.well-known/openid-configuration
`

// dovecotLocal checks the signature of JWTs itself.
const dovecotLocal = `
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={{.Dir}}/keys/
username_attribute = {{.D.Claim}}
issuers = {{.Issuer}}
scope = mail
openid_configuration_url = {{.Issuer}}/.well-known/openid-configuration
`
