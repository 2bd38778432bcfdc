// Service accounts, which oidc-provider does not have: a token endpoint for
// assertions in the name of a mailbox (RFC 7523 section 2.1), as Google's is.
// The tokens are oidc-provider's own.
import { text } from 'node:stream/consumers';
import { jwtVerify } from 'jose';

export const path = '/service-account/token';
export const clientId = 'mailknock-opaque-service';

// endpoint gives the handler. Only the mailboxes in delegated may be opened.
export function endpoint(provider, key, audience, resourceServer, delegated, say) {
  const token = async (form) => {
    const { payload } = await jwtVerify(form.get('assertion'), key, { audience, maxTokenAge: '1h' });
    if (!delegated.includes(payload.sub)) {
      // Google's words.
      return [401, {
        error: 'unauthorized_client',
        error_description: 'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      }];
    }
    const access = new provider.AccessToken({
      client: await provider.Client.find(clientId), accountId: payload.sub, scope: payload.scope, gty: 'jwt-bearer',
    });
    access.resourceServer = resourceServer(provider);
    return [200, { access_token: await access.save(), token_type: 'Bearer', expires_in: 3600 }];
  };

  return async (req, res) => {
    const form = new URLSearchParams(await text(req));
    say('assertion', { secret: form.get('assertion') });
    const [status, answer] = await token(form)
      .catch((err) => [400, { error: 'invalid_grant', error_description: err.message }]);
    if (answer.error) {
      say('grant.error', { error: answer.error, detail: answer.error_description });
    }
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(answer));
  };
}
