package e2e

import (
	"context"
	"errors"
	"html"
	"net/url"
	"regexp"
	"strings"
)

var formXSRF = regexp.MustCompile(`name="xsrf" value="([^"]+)"`)

// enter does what a person does on another device: it enters the code at the
// address that the program shows, signs in and agrees.
func (b *browser) enter(ctx context.Context, address, code string) error {
	defer b.CloseIdleConnections()
	at, err := url.Parse(address)
	if err != nil {
		return err
	}
	var form url.Values
	for range 20 {
		next, page, err := b.visit(ctx, at, form)
		if err != nil {
			return err
		}
		form = nil
		xsrf := formXSRF.FindStringSubmatch(page)
		switch {
		case next != nil:
			at = next
		case strings.Contains(page, "Sign-in Success"), strings.Contains(page, "was interrupted"):
			return nil
		case xsrf != nil:
			action := formAction.FindStringSubmatch(page)
			if at, err = at.Parse(html.UnescapeString(action[1])); err != nil {
				return err
			}
			form = url.Values{"xsrf": {xsrf[1]}, "user_code": {code}}
			if strings.Contains(page, "op.deviceConfirmForm") {
				form.Set(map[bool]string{false: "confirm", true: "abort"}[b.Deny], "yes")
			}
		default:
			if at, form, err = b.answer(at, page); err != nil {
				return err
			}
		}
	}
	return errors.New("oidc-provider's pages have no end")
}
