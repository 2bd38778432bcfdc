// The clients that oidc-provider knows from the start. What their ids say
// stands in server.mjs.
import { clientId as serviceAccounts } from './service.mjs';

const options = ['', 'short', '1600', '4000', '7000', '12000', 'norefresh', 'keep', 'slow', 'expiring'];
const publicClients = ['opaque', 'jwt'].flatMap((kind) => options.map((option) => ({
  client_id: ['mailknock', kind, option].filter(Boolean).join('-'),
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code',
    ...(option === 'norefresh' ? [] : ['refresh_token'])],
  response_types: ['code'],
  redirect_uris: ['http://127.0.0.1/', 'http://localhost/', 'http://[::1]/'],
})));

const withoutPerson = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };

// clients gives them; the apps prove themselves with the key.
export const clients = (appKey) => [
  ...publicClients,
  {
    ...withoutPerson,
    client_id: 'mailknock-opaque-app',
    client_secret: 'the-secret-of-the-app-without-a-person',
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...withoutPerson,
    client_id: 'mailknock-opaque-appkey',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...appKey.export({ format: 'jwk' }), use: 'sig' }] },
  },
  { ...withoutPerson, client_id: serviceAccounts, grant_types: [], token_endpoint_auth_method: 'none' },
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
];
