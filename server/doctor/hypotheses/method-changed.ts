import type { Hypothesis } from '../hypothesis.ts';

/** A redirect that turned POST into GET, or a method override. */
export const methodChanged: Hypothesis = {
  code: 'method-changed',
  tried: 'The other HTTP methods.',
  on: 'url',
  find: (of) => {
    const signed = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'].find(
      (method) => method !== of.request.method && of.fits({ ...of.request, method }),
    );
    return signed === undefined
      ? null
      : { code: 'method-changed', proof: `The signature fits ${signed}; ${of.request.method} arrived.` };
  },
};
