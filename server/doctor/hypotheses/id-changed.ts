import { textOf } from '../bytes.ts';
import { textDifference } from '../difference.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { scalarsOf } from '../json-scalars.ts';
import { parseJsonTree } from '../json-tree.ts';
import { withLine } from '../request-changes.ts';
import { ID_NAME, unique } from '../stated.ts';

const ID_TEXT = /^[\w.:+/=-]{6,128}$/;
const NO_ID = /^(host|content-|accept|user-agent|connection|transfer-encoding|x-forwarded-)|signature/i;

/** An id in small letters and without what a program puts around it. */
const spellings = (id: string): readonly string[] => [
  id,
  id.toLowerCase(),
  id.trim(),
  id.replace(/^["'{]+|["'}]+$/g, ''),
];

/** The id that was signed stands elsewhere: in another header (proxies set `X-Request-Id` themselves) or in the body. */
export const idChanged: Hypothesis = {
  code: 'id-changed',
  tried: 'The other ids of the delivery, from its headers and its body, in place of the id header.',
  on: 'headers',
  costly: true,
  find: (of) => {
    const tree = parseJsonTree(textOf(of.request.body.subarray(0, 65_536)) ?? '');
    const inBody =
      tree === null
        ? []
        : scalarsOf(tree)
            .filter(({ path }) => /id$/i.test(path))
            .map(({ text }) => text);
    const lines = of.request.headers.filter(([name, value]) => ID_TEXT.test(value) && !NO_ID.test(name));
    const named = lines.filter(([name]) => /id|trace/i.test(name));
    const inHeaders = [...named, ...lines].map(([, value]) => value);
    const ids = unique([...inHeaders.flatMap(spellings), ...inBody])
      .filter((id) => id.length <= 128)
      .slice(0, 40);
    for (const [at, [name, value]] of of.request.headers.entries()) {
      if (!ID_NAME.test(name)) continue;
      const signed = ids.find((id) => id !== value && of.fits(withLine(of.request, at, [name, id])));
      if (signed !== undefined) {
        return {
          code: 'id-changed',
          proof: `The signature fits with ${signed} as ${name}.`,
          difference: textDifference(value, signed),
        };
      }
    }
    return null;
  },
};
