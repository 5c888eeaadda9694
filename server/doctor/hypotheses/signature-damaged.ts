import { textDifference } from '../difference.ts';
import type { Case, Finding, Hypothesis } from '../hypothesis.ts';
import { hmacSignature, tokensOf } from '../jwt.ts';
import { withLine } from '../request-changes.ts';
import { bareSignature, hexBytes } from '../signature-text.ts';

const MAX_DAMAGED = 6;

/** The signature that arrived is almost the one that would fit: some characters changed, lost or added. */
export const signatureNear: Hypothesis = {
  code: 'signature-changed',
  tried: 'Whether the signature differs from the right one in a few characters, or is cut short.',
  on: 'signature',
  find: (of) => {
    for (const expected of expectedTexts(of)) {
      for (const text of of.received.slice(0, 12)) {
        for (const part of [bareSignature(text), ...text.split(/[\s,;=.]+/)].map(unpadded)) {
          const how = damage(part, expected);
          if (how !== null)
            return { code: 'signature-changed', proof: how, difference: textDifference(part, expected) };
        }
      }
    }
    return null;
  },
};

const unpadded = (text: string): string => text.replace(/={1,2}$/, '');

/** The signature that would fit, without padding: the one of the check, or of a token signed with a shared secret. */
function expectedTexts(of: Case): readonly string[] {
  const expected = unpadded(bareSignature(of.evidence?.expected ?? ''));
  const tokens = tokensOf(of.request).flatMap((token) =>
    of.own.slice(0, 3).map(({ value }) => hmacSignature(token, value) ?? ''),
  );
  return [expected, ...tokens].filter((text) => text.length >= 16);
}

/** A signature with signs in it that none has: percent escapes, quotes, HTML escapes. */
export const signatureCleaned: Hypothesis = {
  code: 'signature-changed',
  tried: 'The signature without quotes, percent escapes and HTML escapes.',
  on: 'signature',
  find: (of) => restored(of, cleaned),
};

/** A signature as it looks after a form, a URL or a log: blanks for +, another case. */
export const signatureMangled: Hypothesis = {
  code: 'signature-changed',
  tried: 'The signature with + for blanks, without blanks, and in small letters.',
  on: 'signature',
  find: (of) => restored(of, restorations),
};

function restored(of: Case, forms: typeof restorations): Finding | null {
  for (const [at, [name, value]] of of.request.headers.entries()) {
    if (!of.received.includes(value)) continue;
    for (const [changed, how] of forms(value)) {
      if (changed !== value && of.fits(withLine(of.request, at, [name, changed]))) {
        return { code: 'signature-changed', proof: `${name} fits ${how}.`, difference: textDifference(value, changed) };
      }
    }
  }
  return null;
}

/** A signature whose form alone shows that it is broken: an odd number of hex digits, letters that base64 does not have. */
export const signatureForm: Hypothesis = {
  code: 'signature-changed',
  tried: 'Whether the signature has a length and letters that a signature can have.',
  on: 'signature',
  find: (of) => {
    const expected = bareSignature(of.evidence?.expected ?? '');
    const received = of.evidence?.received?.replace(/^[A-Za-z0-9-]{1,12}[=,]/, '') ?? '';
    if (expected.length < 16 || received === '' || received.length === expected.length) return null;
    const digits = hexBytes(expected) === null ? /^[\w+/-]+={0,2}$/ : /^[0-9a-f]+$/i;
    if (received.length < 8 || received.length > 200 || !digits.test(received)) return null;
    return looksCut(received, expected)
      ? {
          code: 'signature-changed',
          proof: `It has ${received.length} characters where ${expected.length} are needed.`,
        }
      : null;
  },
};

/** Hex and base64 of every digest have a fixed length; another one than that of a digest is damage, not another algorithm. */
function looksCut(received: string, expected: string): boolean {
  const lengths = hexBytes(expected) === null ? [24, 28, 44, 64, 88, 22, 27, 43, 86] : [32, 40, 64, 96, 128];
  return !lengths.includes(received.length);
}

function damage(received: string, expected: string): string | null {
  if (received === expected || received.length < 12) return null;
  if (received.length === expected.length) {
    const places = [...expected].flatMap((char, at) => (char === received[at] ? [] : [at]));
    if (places.length > MAX_DAMAGED) return null;
    return `${places.length} of ${expected.length} characters of the signature differ, first at ${places[0]}.`;
  }
  if (expected.startsWith(received))
    return `The signature is cut after ${received.length} of ${expected.length} characters.`;
  if (expected.endsWith(received))
    return `The first ${expected.length - received.length} characters of the signature are missing.`;
  if (received.startsWith(expected)) return `${received.length - expected.length} characters follow the signature.`;
  return null;
}

/** What a signature may have been before a form, a URL, a log or a template had it. */
export function* restorations(value: string): Generator<readonly [text: string, how: string]> {
  yield [value.replace(/(?<=[\w+/]) (?=[\w+/])/g, '+'), 'with + where blanks are'];
  yield* cleaned(value);
  yield [value.replace(/\s+/g, ''), 'without the blanks in it'];
  yield [value.trim(), 'without the blanks around it'];
  yield [value.toLowerCase(), 'in small letters'];
}

/** The same for signs that no signature has: percent escapes, quotes, HTML escapes. */
export function* cleaned(value: string): Generator<readonly [text: string, how: string]> {
  try {
    if (value.includes('%')) yield [decodeURIComponent(value), 'once its percent escapes are decoded'];
  } catch {
    // Not percent-encoded: nothing to decode.
  }
  if (/["'\\]/.test(value)) yield [value.replace(/["'\\]/g, ''), 'without its quotes'];
  if (/&#?\w{2,5};/.test(value)) yield [withoutHtml(value), 'once its HTML escapes are decoded'];
}

const HTML: Readonly<Record<string, string>> = { amp: '&', quot: '"', plus: '+', equals: '=', sol: '/' };

const withoutHtml = (value: string): string =>
  value.replace(
    /&(?:#x([0-9a-f]{2})|#(\d{2,3})|(\w{3,6}));/gi,
    (whole, hex: string | undefined, code: string | undefined, name: string) =>
      hex !== undefined
        ? String.fromCharCode(Number.parseInt(hex, 16))
        : code !== undefined
          ? String.fromCharCode(Number(code))
          : (HTML[name.toLowerCase()] ?? whole),
  );
