package run

import (
	"context"
	"errors"
	"time"

	"mailknock/auth"
	"mailknock/auth/token"
	"mailknock/mail/wire"
)

// tokenInfoLimit bounds the question what an opaque token is good for.
const tokenInfoLimit = 10 * time.Second

// tokenInfo asks the provider, beside the checks, what an access token is good
// for that does not tell it itself. The result is what is known when ask
// returned: info, where the provider was not asked or did not tell.
func (s *Services) tokenInfo(ctx context.Context, j *job, access wire.Secret, info token.Info) (wait func() token.Info) {
	address := j.provider.TokeninfoURL
	if address == "" || info.Kind != token.Opaque {
		return func() token.Info { return info }
	}
	told := make(chan token.Info, 1)
	ctx, cancel := context.WithTimeout(ctx, tokenInfoLimit)
	go func() {
		defer cancel()
		more, err := s.flow(ctx, j).TokenInfo(ctx, j.oauth, address, access)
		if err != nil {
			j.oauth.Note("What the access token is good for is not known: %v", err)
			more = info
			if unknown := new(auth.TokenError); errors.As(err, &unknown) && !unknown.Temporary() {
				j.tokenUnknown = unknown.Error()
			}
		}
		told <- more
	}()
	return func() token.Info { return <-told }
}
