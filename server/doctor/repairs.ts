import { type HeaderLine, header } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import type { Credential } from '../providers/provider.ts';
import { textOf } from './bytes.ts';
import type { DiagnosisCode } from './codes.ts';
import { trimmed } from './hypotheses/body-trailing-newline.ts';
import { seenFields } from './hypotheses/body-unpacked.ts';
import { all, type BodyVariant } from './hypotheses/body-variants.ts';
import { unmarked } from './hypotheses/byte-order-mark.ts';
import { recoded } from './hypotheses/charset.ts';
import { lacksHeader, RENAMES } from './hypotheses/header-names.ts';
import { onceOnly } from './hypotheses/secret-doubled.ts';
import { decodedTexts as decodedSecrets } from './hypotheses/secret-encoding.ts';
import { labels } from './hypotheses/secret-prefix.ts';
import { withoutQuotes } from './hypotheses/secret-quotes.ts';
import { withoutEscapes } from './hypotheses/secret-url-encoded.ts';
import type { SecretVariant } from './hypotheses/secret-variants.ts';
import { withoutBlanks } from './hypotheses/secret-whitespace.ts';
import { cleaned } from './hypotheses/signature-damaged.ts';
import { units } from './hypotheses/timestamps.ts';
import type { Case } from './hypothesis.ts';
import { ownLines } from './own-lines.ts';
import { urlOf, urlParts, withLine, withUrl } from './request-changes.ts';
import { bareSignature, hexBytes } from './signature-text.ts';
import { statedTimestamps } from './stated.ts';
import { withoutEntities } from './unpack/html-escapes.ts';
import { inflated } from './unpack/inflate.ts';
import { originsOf } from './url-origins.ts';

/** One change that something visible in the delivery or the secret asks for, made on trial. */
export interface Repair {
  readonly code: DiagnosisCode;
  readonly how: string;
  readonly request?: CapturedRequest;
  readonly own?: readonly Credential[];
}

const MAX_REPAIRS = 48;

/** What looks damaged, put right, the surest first. An ordinary delivery has next to none. */
export function repairsOf(of: Case): readonly Repair[] {
  const found: Repair[] = [];
  for (const sort of [
    secretRepairs(of),
    headerRepairs(of),
    signatureRepairs(of),
    timeRepairs(of),
    urlRepairs(of),
    bodyRepairs(of),
  ]) {
    for (const repair of sort) {
      if (found.length >= MAX_REPAIRS) return found;
      found.push(repair);
    }
  }
  return found;
}

const SECRETS: readonly (readonly [DiagnosisCode, (value: string) => Iterable<SecretVariant>])[] = [
  ['secret-has-whitespace', withoutBlanks],
  ['secret-quoted', withoutQuotes],
  ['secret-prefix-left-in', labels],
  ['wrong-secret', onceOnly],
  ['secret-url-encoded', withoutEscapes],
  ['secret-decoded', printable],
];

/** Only what decodes to plain text: that is no accident in a secret of this length. */
function* printable(value: string): Iterable<SecretVariant> {
  for (const variant of decodedSecrets(value)) if (/^[\x21-\x7e]{8,}$/.test(variant.value)) yield variant;
}

function* secretRepairs({ own }: Case): Generator<Repair> {
  const [first, ...rest] = own;
  if (first === undefined) return;
  for (const [code, variants] of SECRETS) {
    for (const { value, how } of variants(first.value)) {
      if (value !== '' && value !== first.value)
        yield { code, how: `The secret “${first.name}” ${how}`, own: [{ ...first, value }, ...rest] };
    }
  }
}

function* headerRepairs(of: Case): Generator<Repair> {
  if (!lacksHeader(of)) return;
  for (const rename of RENAMES) {
    const lines = of.request.headers.map(([name, value]): HeaderLine => [rename(name), value]);
    const added = lines.filter(([name], at) => name !== of.request.headers[at]?.[0]);
    const named = added.find(([name]) => /signature|hmac|webhook|svix/i.test(name));
    if (named === undefined) continue;
    const request = { ...of.request, headers: [...of.request.headers, ...added] };
    yield { code: 'header-renamed', how: `With the header under the name ${named[0]}`, request };
  }
}

function* signatureRepairs(of: Case): Generator<Repair> {
  const own = ownLines(of);
  for (const [at, [name, value]] of of.request.headers.entries()) {
    if (!of.received.includes(value)) continue;
    const changed = (text: string): CapturedRequest => withLine(of.request, at, [name, text]);
    for (const [text, how] of cleaned(value))
      if (text !== value) yield { code: 'signature-changed', how: `With ${name} ${how}`, request: changed(text) };
    const form = own.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
    if (form === undefined) continue;
    const [bare, wanted] = [bareSignature(value), bareSignature(form)];
    const isHex = hexBytes(wanted) !== null;
    if (isHex && hexBytes(bare) !== null && bare !== bare.toLowerCase())
      yield {
        code: 'signature-changed',
        how: `With ${name} in small letters`,
        request: changed(value.replace(bare, bare.toLowerCase())),
      };
    const bytes = hexBytes(bare) ?? Buffer.from(bare, 'base64');
    const spelled = Buffer.from(bytes).toString(isHex ? 'hex' : 'base64');
    if ((hexBytes(bare) !== null) !== isHex && spelled.length === wanted.length)
      yield {
        code: 'wrong-encoding',
        how: `With ${name} as ${isHex ? 'hex' : 'base64'}`,
        request: changed(value.replace(bare, spelled)),
      };
    const before = form.slice(0, form.indexOf(wanted));
    if (before !== '' && before.length <= 16 && !/\d{9}/.test(before) && value === bare)
      yield {
        code: 'missing-prefix',
        how: `With \`${before}\` before the signature`,
        request: changed(before + value),
      };
  }
}

function* timeRepairs(of: Case): Generator<Repair> {
  const own = statedTimestamps({ ...of, request: { ...of.request, headers: ownLines(of) } })[0];
  for (const stated of statedTimestamps(of)) {
    for (const other of units(stated)) {
      if (own === undefined || own.length !== other.length || other === stated) continue;
      for (const [at, [name, value]] of of.request.headers.entries()) {
        if (value.includes(stated))
          yield {
            code: 'timestamp-unit',
            how: `With ${other} as the timestamp`,
            request: withLine(of.request, at, [name, value.replace(stated, other)]),
          };
      }
    }
  }
}

const MAX_ORIGINS = 3;

function* urlRepairs(of: Case): Generator<Repair> {
  const here = urlParts(of.request.publicUrl);
  if (!of.signsUrl || here === null) return;
  const tried = new Set([of.request.publicUrl]);
  for (const { value, how } of originsOf(of, here)) {
    const url = urlOf({ ...here, scheme: value.scheme, host: value.host });
    if (tried.size > MAX_ORIGINS || how.includes('www.')) return;
    if (!tried.has(url) && tried.add(url))
      yield { code: 'url-differs', how: `With ${how} in the URL`, request: withUrl(of.request, url) };
  }
}

function* bodyRepairs(of: Case): Generator<Repair> {
  if (!of.signsBody) return;
  const { body } = of.request;
  const encoding = (header(of.request.headers, 'content-encoding') ?? '').toLowerCase();
  const sorts: readonly (readonly [DiagnosisCode, Iterable<BodyVariant>])[] = [
    ['compressed-body', inflated(body, encoding)],
    ['body-bom-added', unmarked(body)],
    ['body-trailing-newline', changedOnly(body, trimmed(body))],
    ['body-charset-changed', shorter(body, recoded(body))],
    [
      'body-reserialized',
      all(
        likeBodies(seenFields(body)),
        /&#?\w{2,6};/.test(Buffer.from(body).toString('latin1')) ? withoutEntities(body) : [],
      ),
    ],
  ];
  for (const [code, variants] of sorts) {
    let left = code === 'body-charset-changed' ? 4 : 10;
    for (const { body: changed, how } of variants) {
      if (left-- <= 0) break;
      if (changed.byteLength > 0) yield { code, how, request: { ...of.request, body: changed } };
    }
  }
}

function* changedOnly(body: Uint8Array, variants: Iterable<BodyVariant>): Generator<BodyVariant> {
  for (const variant of variants) if (variant.body.byteLength !== body.byteLength) yield variant;
}

/** Bytes that were read in another character set and written as UTF-8 have grown: only what shrinks shows that it happened. */
function* shorter(body: Uint8Array, variants: Iterable<BodyVariant>): Generator<BodyVariant> {
  for (const variant of variants)
    if (textOf(body) === null || (variant.body.byteLength < body.byteLength && textOf(variant.body) !== null))
      yield variant;
}

/** What was taken out of something else is a body only where it begins like one: JSON, XML, a form, base64 or gzip. */
function* likeBodies(variants: Iterable<BodyVariant>): Generator<BodyVariant> {
  for (const variant of variants) {
    const start = Buffer.from(variant.body.subarray(0, 64)).toString('latin1');
    if (/^(?:\x1f\x8b|(?:\xef\xbb\xbf)?\s*[{[<"]|[\w.[\]%-]{1,60}=|%7B|%5B|[\w+/-]{40})/i.test(start)) yield variant;
  }
}
