import type { HmacRule } from './hmac.ts';
import { hmacIn } from './hmac.ts';
import { evidence, invalid, malformedHeader, missingHeader } from './outcome.ts';
import type { Scheme } from './scheme.ts';
import { READ_ENTRIES, type Wrapper } from './wrapper.ts';

export interface PairsOptions {
  readonly header: string;
  /** Name of the time in the header, `t` unless given; null when the header has none. */
  readonly timeName?: string | null;
  /** Name of the signature in the header, `v1` unless given. Pairs with other names are ignored. */
  readonly signatureName?: string;
  /** What stands between pairs: `,` unless given; blanks around it do not matter. */
  readonly separator?: string;
  /** In which order the two are written when signing. */
  readonly order?: 'time-first' | 'signature-first';
}

/** HMAC in a header of name=value pairs with the time beside it, such as `t=1700000000,v1=5257a8…`. */
export const pairs = (rule: HmacRule & PairsOptions): Scheme =>
  hmacIn(pairsWrapper(rule), { signed: '{timestamp}.{body}', ...rule });

/** Characters of an MD5 in base64. What is shorter beside the signature is a time or a count, and no version of it. */
const SHORTEST_SIGNATURE = 22;

export function pairsWrapper(options: PairsOptions): Wrapper {
  const { header, timeName = 't', signatureName = 'v1', separator = ',', order = 'time-first' } = options;
  const key = header.toLowerCase();
  const form = `\`${timeName === null ? '' : `${timeName}=<time>${separator}`}${signatureName}=<signature>\``;
  return {
    names: [header],
    carried: (view) => view.header(key) !== undefined,
    read: (view, scheme) => {
      const values = view.headers.get(key);
      if (values === undefined) return missingHeader(scheme, header);
      const received = values.join(separator);
      const found = readPairs(received, separator);
      const timestamp = timeName === null ? null : (found.find(([name]) => name === timeName)?.[1] ?? null);
      const signatures = found
        .filter(([name, value]) => name === signatureName && value !== '')
        .map(([, value]) => value);
      if (timeName !== null && (timestamp === null || timestamp === ''))
        return malformedHeader(scheme, header, received, form);
      if (signatures.length > 0) return { signatures, timestamp, id: null };
      const others = found.filter(([, value]) => value.length >= SHORTEST_SIGNATURE).map(([name]) => name);
      if (others.length === 0) return malformedHeader(scheme, header, received, form);
      const sentence = `The ${header} header has no ${signatureName} signature, only ${others.join(', ')}.`;
      return invalid('no-known-scheme', sentence, evidence(scheme, { received }));
    },
    write: ({ signature, timestamp }) => {
      const parts = [`${signatureName}=${signature}`];
      if (timeName !== null) parts.splice(order === 'time-first' ? 0 : 1, 0, `${timeName}=${timestamp}`);
      return { headers: [[header, parts.join(separator)]] };
    },
  };
}

/** Name and value of each pair; entries without an equals sign are left out, values keep theirs (base64 padding). */
export function readPairs(text: string, separator: string): readonly (readonly [name: string, value: string])[] {
  return text
    .slice(0, 16_384)
    .split(separator, READ_ENTRIES)
    .map((entry) => entry.trim())
    .filter((entry) => entry.indexOf('=') > 0)
    .map((entry) => [entry.slice(0, entry.indexOf('=')).trim(), entry.slice(entry.indexOf('=') + 1).trim()]);
}
