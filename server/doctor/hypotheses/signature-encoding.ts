import { sameBytes } from '../bytes.ts';
import type { Case, Finding, Hypothesis } from '../hypothesis.ts';
import { withLine } from '../request-changes.ts';
import { bareSignature, type SignatureToken, signatureTokens } from '../signature-text.ts';

/** The right bytes as hex instead of base64, the other way round, as base64url, or one inside the other. */
export const signatureEncoding: Hypothesis = {
  code: 'wrong-encoding',
  tried: 'The signature as hex, base64 and base64url, padded and not, and one inside the other.',
  on: 'signature',
  find: (of) => byBytes(of) ?? byText(of),
};

/** The expected bytes are among those that the received text can be read as. */
function byBytes(of: Case): Finding | null {
  const expected = of.rule === null ? signatureTokens(of.evidence?.expected ?? '')[0] : wanted(of);
  if (expected === undefined) return null;
  const match = of.tokens.find((token) => token.text !== expected.text && sameBytes(token.bytes, expected.bytes));
  return match === undefined ? null : proof(match, expected);
}

const wanted = (of: Case): SignatureToken | undefined =>
  signatureTokens(of.evidence?.expected ?? '').find(
    ({ bytes }) => of.rule !== null && sameBytes(bytes, of.rule.expected),
  );

function proof(match: SignatureToken, expected: SignatureToken): Finding {
  const same = match.encoding === expected.encoding ? `${match.encoding} of another spelling` : match.encoding;
  return {
    code: 'wrong-encoding',
    proof: `The bytes are right: they arrived as ${same}, where ${expected.encoding} is needed.`,
  };
}

/** For schemes that tell no expected signature: write the received one in the other encodings. */
function byText(of: Case): Finding | null {
  for (const [at, [name, value]] of of.request.headers.entries()) {
    if (!of.received.includes(value)) continue;
    const bare = bareSignature(value);
    for (const [text, encoding] of spellings(bare)) {
      if (text !== bare && of.fits(withLine(of.request, at, [name, value.replace(bare, text)]))) {
        return { code: 'wrong-encoding', proof: `${name} fits once its signature is written as ${encoding}.` };
      }
    }
  }
  return null;
}

function* spellings(bare: string): Generator<readonly [string, string]> {
  const isHex = /^[0-9a-f]+$/i.test(bare) && bare.length % 2 === 0;
  const bytes = Buffer.from(bare, isHex ? 'hex' : 'base64');
  yield [bytes.toString('base64'), 'base64'];
  yield [bytes.toString('hex'), 'hex'];
  yield [bytes.toString('base64url'), 'base64url'];
  yield [bytes.toString('base64').replace(/=+$/, ''), 'base64 without padding'];
}
