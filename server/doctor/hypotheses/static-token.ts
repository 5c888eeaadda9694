import type { CapturedRequest } from '../../contract/request.ts';
import type { Credential } from '../../providers/provider.ts';
import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { scalarsOf } from '../json-scalars.ts';
import { parseJsonTree } from '../json-tree.ts';
import { withLine } from '../request-changes.ts';

/** The scheme compares a token with the secret itself, and the two are different: whoever sent the delivery holds another one. */
export const staticToken: Hypothesis = {
  code: 'wrong-secret',
  tried: 'Whether the delivery carries a token that is simply not the stored one.',
  on: 'secret',
  find: (of) => {
    for (const credential of of.own.slice(0, 3)) {
      for (const { changed, received, stored } of carried(of.request, of.received, credential)) {
        if (!of.fits(changed)) continue;
        if (received === `Basic ${credential.value}`)
          return {
            code: 'wrong-encoding',
            proof: 'User and password stand behind `Basic` as they are, not in base64.',
          };
        const near =
          received.length === stored.length
            ? `; ${differing(received, stored)} of ${stored.length} characters differ`
            : '';
        return {
          code: 'wrong-secret',
          proof: `This scheme compares tokens, and another one arrived than the stored one${near}.`,
        };
      }
    }
    return null;
  },
};

interface Exchange {
  readonly changed: CapturedRequest;
  readonly received: string;
  readonly stored: string;
}

function* carried(request: CapturedRequest, texts: readonly string[], { value }: Credential): Generator<Exchange> {
  const basic = `Basic ${Buffer.from(value, 'utf8').toString('base64')}`;
  for (const [at, [name, received]] of request.headers.entries()) {
    if (!texts.includes(received)) continue;
    for (const stored of [value, `Bearer ${value}`, basic, `Token ${value}`]) {
      yield { changed: withLine(request, at, [name, stored]), received, stored };
    }
  }
  for (const received of bodyTokens(request, texts[0] ?? '')) {
    const text = textOf(request.body) ?? '';
    yield {
      changed: { ...request, body: utf8(text.replace(`"${received}"`, () => JSON.stringify(value))) },
      received,
      stored: value,
    };
  }
}

const NAMED = /secret|token|passcode|password|clientstate|key$/i;

/** Texts of a JSON body that could be the token: the one that the check looked at, and those with a name to match. */
function bodyTokens({ body }: CapturedRequest, received: string): readonly string[] {
  const tree = body.byteLength > 262_144 ? null : parseJsonTree(textOf(body) ?? '');
  if (tree === null) return [];
  const named = scalarsOf(tree).filter(({ path, text }) => text === received || NAMED.test(path));
  return named.slice(0, 8).map(({ text }) => text);
}

function differing(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < b.length; at++) if (a[at] !== b[at]) count++;
  return count;
}
