import type { Provider } from '../provider.ts';
import { sender } from '../sender.ts';
import { describeSigned, signedPayload } from './apple-chain.ts';
import { appleScheme } from './apple-signature.ts';

/** developer.apple.com, App Store Server Notifications V2: a JWS in the body, with its certificate chain in x5c. */
const data = sender({
  id: 'apple-app-store',
  name: 'Apple App Store',
  docsUrl: 'https://developer.apple.com/documentation/appstoreservernotifications',
  marks: [[82, 'body:signedPayload^=ey']],
  signature: {
    secretLabel: 'Apple Root CA - G3 (PEM or base64); leave “apple” to trust its known fingerprint',
    scheme: appleScheme,
  },
  sample: { body: { signedPayload: 'eyJhbGciOiJFUzI1NiJ9.e30.AA' } },
});

export const appleAppStore: Provider = {
  ...data,
  describe: (request) => describeSigned(signedPayload(request)),
};
