import type { Hypothesis } from '../hypothesis.ts';
import { withLine } from '../request-changes.ts';

/** The delivery names another key (app key, key id) than the one that the stored secret belongs to. */
export const keyId: Hypothesis = {
  code: 'key-id-mismatch',
  tried: 'The key id of the delivery in place of the stored one, and the stored one in the delivery.',
  on: 'headers',
  find: (of) => {
    for (const credential of of.own.slice(0, 3)) {
      const ids = Object.values(credential.extra).filter((value) => value.length <= 200);
      for (const [at, [name, value]] of of.request.headers.entries()) {
        if (!/key|kid|account|client|app|user/i.test(name)) continue;
        const stored = ids.find((id) => id !== value && of.fits(withLine(of.request, at, [name, id])));
        if (stored !== undefined)
          return { code: 'key-id-mismatch', proof: `The signature fits, but ${name} names another key.` };
      }
    }
    return null;
  },
};
