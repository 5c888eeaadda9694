import { textDifference } from '../difference.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { withLine } from '../request-changes.ts';
import { ID_NAME } from '../stated.ts';

/** A signed header whose value a proxy rewrote: the charset of Content-Type, blanks, case, encoding. */
export const signedHeader: Hypothesis = {
  code: 'signed-header-changed',
  tried: 'Content-Type with and without its charset, and header values without blanks and in small letters.',
  on: 'headers',
  find: (of) => {
    for (const [at, [name, value]] of of.request.headers.entries()) {
      if (value.length > 500 || ID_NAME.test(name)) continue;
      for (const changed of forms(name, value)) {
        if (changed === value || !of.fits(withLine(of.request, at, [name, changed]))) continue;
        return {
          code: 'signed-header-changed',
          proof: `The signature fits with “${name}: ${changed}”.`,
          difference: textDifference(value, changed),
        };
      }
    }
    return null;
  },
};

function* forms(name: string, value: string): Generator<string> {
  if (/^content-type$/i.test(name)) {
    const bare = (value.split(';')[0] ?? '').trimEnd();
    for (const tail of ['', ';charset=utf-8', '; charset=utf-8', '; charset=UTF-8', ';charset=UTF-8'])
      yield `${bare}${tail}`;
    yield 'application/json';
    yield 'application/vnd.contentful.management.v1+json';
  }
  yield value.trim();
  yield value.replace(/,(?=\S)/g, ', ');
  yield value.replace(/,\s+/g, ',');
  yield value.toLowerCase();
  try {
    yield Buffer.from(decodeURIComponent(value), 'utf8').toString('latin1');
  } catch {
    // Not percent-encoded: nothing to decode.
  }
}
