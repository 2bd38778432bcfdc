// The OAuth server of the end-to-end tests: npm's oidc-provider on loopback.
//
// Everything comes in as one JSON object on standard input:
//   port, host     where to listen (https)
//   issuer         where clients find it, if that is elsewhere
//   key, cert      PEM of the server's certificate
//   signing        PEM of the RSA key that signs tokens; its kid is "lab1"
//   app            PEM of the public key of the apps and the service accounts
// Every event goes out as one JSON line on standard output, "listening" first.
//
// The client id says what its tokens are like: mailknock-KIND or
// mailknock-KIND-OPTION, KIND being opaque or jwt, OPTION one of
//   short      access tokens live two seconds
//   SIZE       access tokens have at least SIZE bytes
//   norefresh  no refresh token
//   keep       a refresh token that stays the same
//   slow       a device has to slow down
//   expiring   a device's code lives two seconds
//
// An app without a person is mailknock-opaque-app (with a secret) or
// mailknock-opaque-appkey (with the key). Its tokens are for the mailbox
// anna@example.test, which stands in the claim "mailbox".
//
// The scope of the mail servers is "mail".
import './node18.mjs';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';

const { default: Provider } = await import('oidc-provider');
const { clients } = await import('./clients.mjs');
const { polling } = await import('./device.mjs');
const service = await import('./service.mjs');

const {
  host = '127.0.0.1', port, key, cert, signing, app, issuer = `https://${host}:${port}`,
} = JSON.parse(await text(process.stdin));
const resource = 'urn:example:mail';
const mailbox = 'anna@example.test';
const say = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

// A client that registered itself has an id of its own.
const partOf = (clientId, n) => (clientId?.startsWith('mailknock-') && clientId.split('-')[n]) || '';
const optionOf = (clientId) => partOf(clientId, 2);
const kindOf = (clientId) => partOf(clientId, 1);
const isApp = (clientId) => ['app', 'appkey'].includes(optionOf(clientId));
const sizeOf = (clientId) => Number.parseInt(optionOf(clientId), 10) || 0;

const mailServers = (clientId) => ({
  scope: 'mail',
  // Not the scope's name: without a scope Dovecot takes the audience for it.
  audience: 'https://mail.example.test',
  accessTokenTTL: optionOf(clientId) === 'short' ? 2 : 3600,
  accessTokenFormat: kindOf(clientId) === 'jwt' ? 'jwt' : 'opaque',
  jwt: { sign: { alg: 'RS256' } },
});

const provider = new Provider(issuer, {
  clients: clients(createPublicKey(app)),
  jwks: {
    keys: [{ ...createPrivateKey(signing).export({ format: 'jwk' }), kid: 'lab1', alg: 'RS256', use: 'sig' }],
  },
  cookies: { keys: ['only for tests'] },
  scopes: ['openid', 'offline_access', 'email'],
  claims: { email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  clientBasedCORS: () => false,
  pkce: { required: () => true },
  rotateRefreshToken: (ctx) => optionOf(ctx.oidc.client.clientId) !== 'keep',
  // With or without prompt=consent: what is left out is the client's to tell.
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: () => false,
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: true }),
  }),
  ttl: {
    AccessToken: (ctx, token) => token.resourceServer?.accessTokenTTL ?? 3600,
    AuthorizationCode: 60,
    DeviceCode: (ctx, token, client) => (optionOf(client.clientId) === 'expiring' ? 2 : 600),
    Grant: 86400,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: 86400,
    Session: 86400,
  },
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    clientCredentials: { enabled: true },
    registration: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, indicator, client) => mailServers(client.clientId),
    },
  },
  extraTokenClaims: (ctx, token) => {
    if (isApp(token.clientId)) {
      return { mailbox };
    }
    return kindOf(token.clientId) === 'jwt' && sizeOf(token.clientId)
      ? { padding: 'x'.repeat(Math.ceil(sizeOf(token.clientId) * 0.75)) }
      : undefined;
  },
  formats: {
    // One character of a token carries six bits.
    bitsOfOpaqueRandomness: (ctx, token) => Math.max(256, 6 * sizeOf(token.clientId ?? '')),
    customizers: {
      jwt: (ctx, token, jwt) => {
        // Dovecot 2.3 knows no other type than this.
        jwt.header = { ...jwt.header, typ: 'JWT' };
        jwt.payload.email = token.accountId;
      },
    },
  },
});

// A native client may come back to any path of any loopback port.
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);
provider.Client.prototype.redirectUriAllowed = function redirectUriAllowed(value) {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.protocol === 'http:' && loopback.has(url.hostname) && url.hash === '' && url.username === '';
};

for (const event of ['grant.success', 'grant.revoked', 'authorization.success',
  'refresh_token.consumed', 'access_token.destroyed', 'refresh_token.destroyed']) {
  provider.on(event, (first) => say(event, { client: first?.oidc?.client?.clientId ?? first?.clientId }));
}
// What an opaque token's store calls jti is the token itself.
for (const event of ['access_token.saved', 'client_credentials.saved', 'refresh_token.saved', 'authorization_code.saved']) {
  provider.on(event, (token) => say(event, { client: token.clientId, secret: token.jti }));
}
for (const event of ['grant.error', 'authorization.error', 'server_error', 'introspection.error', 'revocation.error']) {
  provider.on(event, (ctx, err) => say(event, { error: err?.error, detail: err?.error_description ?? err?.message }));
}

provider.use(async (ctx, next) => {
  await next();
  const assertion = ctx.oidc?.params?.client_assertion;
  if (assertion) {
    say('assertion', { secret: assertion });
  }
});
provider.use(polling(1, (clientId) => optionOf(clientId) === 'slow', say));

const oidc = provider.callback();
const assertions = service.endpoint(
  provider,
  createPublicKey(app),
  issuer + service.path,
  (own) => new own.ResourceServer(resource, mailServers(service.clientId)),
  [mailbox],
  say,
);
const server = createServer({ key, cert }, (req, res) => (req.url === service.path ? assertions : oidc)(req, res));
server.listen(port, host, () => say('listening', { issuer }));
process.on('SIGTERM', () => process.exit(0));
