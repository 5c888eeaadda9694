import { type Adapter, knownFidelity, OpenFailure } from '../opener.ts';
import { httpUrl } from './http-url.ts';

/** "I have a public URL": a reverse proxy or port forward of the user's own. Nothing is started; the probe proves it. */
export const publicUrl: Adapter = {
  id: 'public-url',
  name: 'My own public URL',
  fidelity: knownFidelity(),
  find: async () => ({
    id: 'public-url',
    name: 'My own public URL',
    found: true,
    version: null,
    install: 'Nothing to install. Let your proxy or router forward to the capture port on this computer.',
  }),
  async open({ url }) {
    const address = url === null ? null : httpUrl(url);
    if (address === null) {
      const sentence = 'Give your public URL, for example https://hooks.example.com, without query or user name.';
      throw new OpenFailure(sentence, { lasting: true });
    }
    const ended = Promise.withResolvers<string>();
    return {
      url: address,
      name: null,
      address: 'typed',
      closed: ended.promise,
      close: async () => ended.resolve('The tunnel was closed.'),
    };
  },
};
