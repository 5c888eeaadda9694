import { createHmac } from 'node:crypto';
import type { HeaderLine } from '../../../contract/header.ts';
import type { CapturedRequest } from '../../../contract/request.ts';
import type { Check, Evidence } from '../../provider.ts';
import { viewOf } from '../../reading/view.ts';
import { equalText } from '../../schemes/bytes.ts';
import { readTime } from '../../schemes/clock.ts';
import { spend } from '../../schemes/effort.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader, missingHeader } from '../../schemes/outcome.ts';
import type { Scheme } from '../../schemes/scheme.ts';
import { canonicalRequest, missingName, PATH_FORMS, type PathForm, publicPath, signedNames } from './canonical.ts';

const NAME = 'HMAC-SHA256 of the canonical request, hex';
const SIGNATURE = 'X-Contentful-Signature';
const NAMES = 'X-Contentful-Signed-Headers';
const TIMESTAMP = 'X-Contentful-Timestamp';
const TOLERANCE_MS = 30_000;

const FORM_NOTES: Readonly<Record<PathForm, string | null>> = {
  toolkit: null,
  verbatim: 'It fits the path as called; Contentful’s own toolkit would escape it once more and reject this request.',
  'without-query':
    'It fits the path without its query; Contentful’s own toolkit would include the query and reject it.',
};

/**
 * Contentful's request verification (node-apps-toolkit, verify-request). The window is 30 s and ends at its bound; times ahead
 * of the clock pass. The key is the secret's text, which always has 64 characters.
 */
export const contentfulScheme: Scheme = {
  name: NAME,
  proves: 'bytes',
  carried: (request) => viewOf(request).header('x-contentful-signature') !== undefined,
  check: (request, credential, nowMs) => {
    const view = viewOf(request);
    for (const name of [SIGNATURE, NAMES, TIMESTAMP])
      if (view.header(name.toLowerCase()) === undefined) return missingHeader(NAME, name);
    const received = view.header('x-contentful-signature')!;
    const stated = view.header('x-contentful-timestamp')!.trim();
    const timestampMs = readTime(stated, 'ms');
    if (timestampMs === null) return malformedHeader(NAME, TIMESTAMP, stated, 'Unix milliseconds');
    const list = view.header('x-contentful-signed-headers')!;
    const names = signedNames(list);
    if (!names.includes('x-contentful-timestamp'))
      return malformedHeader(NAME, NAMES, list, 'of a list with x-contentful-timestamp in it');
    const missing = missingName(view, names);
    if (missing !== undefined) return missingHeader(NAME, missing);
    if (credential.value === '') return badCredential(NAME, 'The signing secret of a space has 64 characters.');
    const found = { received, timestampMs, toleranceMs: TOLERANCE_MS };
    return compare(request, credential.value, names, found, nowMs);
  },
  sign: (request, credential, nowMs) => {
    const listed = viewOf(request).header('x-contentful-signed-headers');
    const present = request.headers.map(([name]) => name.toLowerCase());
    const own = present.filter((name) => name === 'content-type' || name.startsWith('x-contentful-'));
    const wanted = listed === undefined ? own : signedNames(listed);
    const names = [...new Set([...wanted, 'x-contentful-signed-headers', 'x-contentful-timestamp'])]
      .filter((name) => name !== 'x-contentful-signature')
      .filter((name) => present.includes(name) || name.startsWith('x-contentful-signed') || name.endsWith('-timestamp'))
      .sort();
    const lines: readonly HeaderLine[] = [
      [NAMES, names.join(',')],
      [TIMESTAMP, String(Math.floor(nowMs))],
    ];
    const replaced = new Set([NAMES, TIMESTAMP].map((name) => name.toLowerCase()));
    const kept = request.headers.filter(([name]) => !replaced.has(name.toLowerCase()));
    const view = viewOf({ ...request, headers: [...kept, ...lines] });
    const signed = canonicalRequest(view, PATH_FORMS.toolkit(publicPath(request)), names);
    return { headers: [...lines, [SIGNATURE, mac(credential.value, signed)]] };
  },
};

type Found = Partial<Omit<Evidence, 'scheme'>>;

function compare(
  request: CapturedRequest,
  secret: string,
  names: readonly string[],
  known: Found,
  nowMs: number,
): Check {
  const view = viewOf(request);
  const path = publicPath(request);
  let first: Evidence | null = null;
  const isAscii = names.every((name) => /^[\x00-\x7f]*$/.test(view.header(name) ?? ''));
  for (const values of isAscii ? (['latin1'] as const) : (['latin1', 'utf8'] as const)) {
    for (const [form, write] of Object.entries(PATH_FORMS) as [PathForm, (path: string) => string][]) {
      const signed = canonicalRequest(view, write(path), names, values);
      spend(signed);
      const expected = mac(secret, signed);
      const found = evidence(NAME, { ...known, signed, expected });
      first ??= found;
      // The toolkit refuses a timestamp that is exactly 30 s old, hence the millisecond.
      if (equalText(expected, known.received ?? ''))
        return fitting(found, FORM_NOTES[form], nowMs, { toleranceMs: TOLERANCE_MS - 1, aheadMs: null });
    }
  }
  return invalid('signature-differs', 'The signature does not fit this request and this secret.', first!);
}

const mac = (secret: string, signed: Uint8Array): string => createHmac('sha256', secret).update(signed).digest('hex');
