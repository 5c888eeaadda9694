import { header } from '../../contract/header.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { ownLines } from '../own-lines.ts';
import { hashesOf, hmac } from '../rule.ts';
import { signatureLines } from '../signature-lines.ts';
import { signatureTokens } from '../signature-text.ts';
import { lacksHeader } from './header-names.ts';

/** The current signature is missing, while an older one (SHA-1, a former header) is there. */
export const onlyLegacy: Hypothesis = {
  code: 'only-legacy-signature',
  tried: 'Whether only an old signature (SHA-1) is there.',
  on: 'headers',
  find: (of) => {
    if (of.base.kind === 'valid' || !lacksHeader(of)) return null;
    const lines = signatureLines(of.request).filter(([name]) => /signature|hmac|digest/i.test(name));
    const old = lines.find(([, value]) => /^(?:[a-z]\w*=)?[0-9a-f]{40}$/i.test(value));
    if (old === undefined) return null;
    if (carriesAnother(old[1], of) || isCurrent(old[0], of)) return null;
    const fits = of.tokens.some(({ bytes }) =>
      hashesOf(bytes.byteLength).some((hash) =>
        of.own.some(({ value }) => Buffer.compare(hmac(hash, Buffer.from(value), of.request.body), bytes) === 0),
      ),
    );
    return {
      code: 'only-legacy-signature',
      proof: `${old[0]} is an old signature of 160 bits${fits ? '; it fits the secret' : ''}. The newer header is missing.`,
    };
  },
};

/** Whether the check did read a signature, in another header than the old one. */
const carriesAnother = (old: string, { evidence }: Case): boolean =>
  evidence?.received != null && !evidence.received.includes(old);

/** Whether the provider itself still writes 160 bits into this header. */
function isCurrent(name: string, of: Case): boolean {
  const own = ownLines(of).find(([other]) => other.toLowerCase() === name.toLowerCase());
  return own !== undefined && signatureTokens(own[1]).some(({ bytes }) => bytes.byteLength === 20);
}

/** A header that the signature needs is not there, and not under another name either. */
export const headerMissing: Hypothesis = {
  code: 'missing-header',
  tried: 'Whether a header that the signature needs is missing.',
  on: 'headers',
  find: ({ base }) => {
    if (base.kind === 'unchecked' && base.code === 'no-signature')
      return { code: 'missing-header', proof: base.sentence };
    return base.kind === 'invalid' && base.code === 'missing-header'
      ? { code: 'missing-header', proof: base.sentence }
      : null;
  },
};

/** The check itself knows neither the version nor the form of the signature. */
export const unknownScheme: Hypothesis = {
  code: 'no-known-scheme',
  tried: 'Whether the signature names a version that the scheme does not know.',
  on: 'signature',
  find: ({ base }) =>
    base.kind === 'invalid' && base.code === 'no-known-scheme'
      ? { code: 'no-known-scheme', proof: base.sentence }
      : null,
};

/** A list of signed headers names one that is not in the request, and that is no part of the signature itself. */
export const signedHeaderGone: Hypothesis = {
  code: 'signed-header-changed',
  tried: 'Whether all headers that the list of signed headers names are there.',
  on: 'headers',
  find: (of) => {
    const written = ownLines(of).map(([name]) => name.toLowerCase());
    for (const [name, value] of of.request.headers) {
      if (!/signed-headers$/i.test(name)) continue;
      const gone = value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => !written.includes(part.toLowerCase()))
        .find((part) => part !== '' && header(of.request.headers, part) === undefined);
      if (gone !== undefined)
        return { code: 'signed-header-changed', proof: `${name} names ${gone}, which is not in the request.` };
    }
    return null;
  },
};
