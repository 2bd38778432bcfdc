// What oidc-provider takes for granted and Node.js 18, which Debian 12 has,
// does not bring. Does nothing on newer ones.
import * as crypto from 'node:crypto';
import * as module from 'node:module';

URL.parse ??= (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};
globalThis.crypto ??= crypto.webcrypto;

if (!crypto.hash) {
  const script = (text) => `data:text/javascript,${encodeURIComponent(text)}`;
  const shim = script(`
    export * from 'node:crypto';
    import { createHash } from 'node:crypto';
    export const hash = (name, data, encoding) => {
      const sum = createHash(name).update(data);
      return encoding === 'buffer' ? sum.digest() : sum.digest(encoding);
    };`);
  module.register(script(`
    export const resolve = (name, context, next) => (
      name === 'node:crypto' && context.parentURL?.includes('/node_modules/')
        ? { url: ${JSON.stringify(shim)}, shortCircuit: true }
        : next(name, context)
    );`));
}
