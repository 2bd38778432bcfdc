package page

import (
	"mailknock/mail"
	"mailknock/mail/provider"
	"mailknock/ui/run"
)

// What the parts show before they are given anything.
var (
	emptyAccount  mail.Account
	emptyProvider provider.Provider
	emptyPlan     run.Plan
)
