import { textOf } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';

const NAMED = /["&?]?([\w.-]*(?:token|secret|key|passcode|password)[\w.-]*)"?\s*[:=]\s*"?([^"&,\s}]{6,200})/gi;

/** Signed with a token that the delivery itself carries, such as Slack's old verification token. */
export const secretInBody: Hypothesis = {
  code: 'wrong-secret-kind',
  tried: 'Tokens that the body or the headers carry, as the secret.',
  on: 'secret',
  find: (of) => {
    const first = of.own[0];
    if (first === undefined) return null;
    const text = textOf(of.request.body.subarray(0, 65_536)) ?? '';
    const named = [...text.matchAll(NAMED)].slice(0, 12).map(([, name = '', value = '']) => [name, value] as const);
    const lines = of.request.headers
      .filter(([name, value]) => /token|key/i.test(name) && value.length <= 200)
      .slice(0, 12);
    const found = [...named, ...lines].find(([, value]) => of.fitsWith({ ...first, value }));
    return found === undefined
      ? null
      : { code: 'wrong-secret-kind', proof: `It was signed with the value of “${found[0]}” in the delivery.` };
  },
};
