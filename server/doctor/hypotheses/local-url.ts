import type { Hypothesis } from '../hypothesis.ts';
import { urlParts } from '../request-changes.ts';

const LOCAL =
  /^(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\]|10\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|.*\.(local|internal|test|localhost))(:\d+)?$/i;

/** The scheme signs the URL, and the one that was checked is an address that no provider can call. */
export const localUrl: Hypothesis = {
  code: 'url-differs',
  tried: 'Whether the URL that was checked is a local one.',
  on: 'url',
  find: ({ request, evidence, signsUrl }) => {
    const host = urlParts(request.publicUrl)?.host ?? '';
    const isSigned = signsUrl && evidence?.expected != null;
    return isSigned && LOCAL.test(host)
      ? { code: 'url-differs', proof: `This provider signs the URL it calls, and it cannot have called ${host}.` }
      : null;
  },
};
