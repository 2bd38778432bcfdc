// The OAuth server of the end-to-end tests: npm's oidc-provider on loopback.
//
// Everything comes in as one JSON object on standard input:
//   port, host     where to listen (https)
//   key, cert      PEM of the server's certificate
//   signing        PEM of the RSA key that signs tokens; its kid is "lab1"
// Every event goes out as one JSON line on standard output, "listening" first.
//
// The client id says what its tokens are like: mailknock-KIND or
// mailknock-KIND-OPTION, KIND being opaque or jwt, OPTION one of
//   short      access tokens live two seconds
//   SIZE       access tokens have at least SIZE bytes
//   norefresh  no refresh token
//
// The scope of the mail servers is "mail".
import './node18.mjs';
import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';

const { default: Provider } = await import('oidc-provider');

const { host = '127.0.0.1', port, key, cert, signing } = JSON.parse(await text(process.stdin));
const issuer = `https://${host}:${port}`;
const resource = 'urn:example:mail';
const say = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

const options = ['', 'short', '1600', '4000', '7000', '12000', 'norefresh'];
const publicClients = ['opaque', 'jwt'].flatMap((kind) => options.map((option) => ({
  client_id: ['mailknock', kind, option].filter(Boolean).join('-'),
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code',
    ...(option === 'norefresh' ? [] : ['refresh_token'])],
  response_types: ['code'],
  redirect_uris: ['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/'],
})));

const optionOf = (clientId) => clientId.split('-')[2] ?? '';
const kindOf = (clientId) => clientId.split('-')[1];
const sizeOf = (clientId) => Number.parseInt(optionOf(clientId), 10) || 0;

const provider = new Provider(issuer, {
  clients: [
    ...publicClients,
    {
      client_id: 'mailknock-opaque-secret',
      client_secret: 'the-secret-of-the-confidential-client',
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: ['http://127.0.0.1/'],
    },
    {
      client_id: 'dovecot',
      client_secret: 'dovecot-secret',
      grant_types: [],
      response_types: [],
      redirect_uris: [],
    },
  ],
  jwks: {
    keys: [{ ...createPrivateKey(signing).export({ format: 'jwk' }), kid: 'lab1', alg: 'RS256', use: 'sig' }],
  },
  cookies: { keys: ['only for tests'] },
  scopes: ['openid', 'offline_access', 'email'],
  claims: { email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  clientBasedCORS: () => false,
  pkce: { required: () => true },
  rotateRefreshToken: true,
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
    DeviceCode: 600,
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
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, indicator, client) => ({
        scope: 'mail',
        // Not the scope's name: without a scope Dovecot takes the audience for it.
        audience: 'https://mail.example.test',
        accessTokenTTL: optionOf(client.clientId) === 'short' ? 2 : 3600,
        accessTokenFormat: kindOf(client.clientId) === 'jwt' ? 'jwt' : 'opaque',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  extraTokenClaims: (ctx, token) => (
    kindOf(token.clientId) === 'jwt' && sizeOf(token.clientId)
      ? { padding: 'x'.repeat(Math.ceil(sizeOf(token.clientId) * 0.75)) }
      : undefined
  ),
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
for (const event of ['access_token.saved', 'refresh_token.saved', 'authorization_code.saved']) {
  provider.on(event, (token) => say(event, { client: token.clientId, secret: token.jti }));
}
for (const event of ['grant.error', 'authorization.error', 'server_error', 'introspection.error', 'revocation.error']) {
  provider.on(event, (ctx, err) => say(event, { error: err?.error, detail: err?.error_description ?? err?.message }));
}

const server = createServer({ key, cert }, provider.callback());
server.listen(port, host, () => say('listening', { issuer }));
process.on('SIGTERM', () => process.exit(0));
