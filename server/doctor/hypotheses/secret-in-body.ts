import type { CapturedRequest } from '../../contract/request.ts';
import { textOf } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { scalarsOf } from '../json-scalars.ts';
import { parseJsonTree } from '../json-tree.ts';

const NAMED = /token|secret|key|passcode|password/i;
const MAX_TOKENS = 24;

/** Signed with a token that the delivery itself carries, such as Slack's old verification token. */
export const secretInBody: Hypothesis = {
  code: 'wrong-secret-kind',
  tried: 'Tokens that the body or the headers carry, as the secret.',
  on: 'secret',
  find: (of) => {
    const first = of.own[0];
    if (first === undefined) return null;
    const named = [...bodyFields(of.request), ...of.request.headers]
      .filter(([name, value]) => NAMED.test(name) && value.length >= 6 && value.length <= 200)
      .slice(0, MAX_TOKENS);
    const found = named.find(([, value]) => value !== first.value && of.fitsWith({ ...first, value }));
    return found === undefined
      ? null
      : { code: 'wrong-secret-kind', proof: `It was signed with the value of “${found[0]}” in the delivery.` };
  },
};

function bodyFields({ body }: CapturedRequest): readonly (readonly [name: string, value: string])[] {
  const text = textOf(body.subarray(0, 65_536)) ?? '';
  const tree = parseJsonTree(text);
  if (tree !== null) return scalarsOf(tree).map(({ path, text: value }) => [path, value] as const);
  return /^[^\s{[<]+=/.test(text.slice(0, 200)) ? [...new URLSearchParams(text.slice(0, 16_384))].slice(0, 100) : [];
}
