// What oidc-provider leaves to whoever runs it: how often a device may ask
// (RFC 8628 section 3.5). The first question of a client with the option slow
// is one too many, and from then on it has to wait five seconds longer.
const slowDown = 5000;
// A second is a second by the client's clock too.
const tolerance = 100;

const grant = 'urn:ietf:params:oauth:grant-type:device_code';

// polling gives the middleware. interval is in seconds.
export function polling(interval, isSlow, say) {
  const codes = new Map(); // device code: when it was last asked for, and how long to wait

  return async (ctx, next) => {
    const began = Date.now();
    await next();
    if (ctx.oidc?.route === 'device_authorization' && ctx.body?.device_code) {
      ctx.body.interval = interval;
      codes.set(ctx.body.device_code, { wait: interval * 1000, last: began, asked: 0 });
      say('device.started', { secret: ctx.body.device_code });
    }
    const code = ctx.oidc?.params?.grant_type === grant && codes.get(ctx.oidc.params.device_code);
    if (!code) {
      return;
    }
    const client = ctx.oidc.params.client_id;
    say('device.asked', { client });
    if (began - code.last < code.wait - tolerance) {
      say('device.too_soon', { client });
    }
    Object.assign(code, { last: began, asked: code.asked + 1 });
    if (isSlow(client) && code.asked === 1 && ctx.body.error === 'authorization_pending') {
      code.wait += slowDown;
      ctx.body = { error: 'slow_down', error_description: 'you ask too often' };
      say('device.slow_down', { client });
    }
  };
}
