import { textDifference } from '../difference.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { withUrl } from '../request-changes.ts';
import { urlCandidates } from '../url-candidates.ts';

/** The URL that the provider called is not the one that was checked: host, scheme, port, path, query. */
export const urlChanged: Hypothesis = {
  code: 'url-differs',
  tried: 'Known public URLs, http and https, ports, path prefixes, trailing slash, query order and escapes.',
  on: 'url',
  costly: true,
  find: (of) => {
    for (const { url, how } of urlCandidates(of)) {
      if (of.isSpent()) return null;
      if (!of.fits(withUrl(of.request, url))) continue;
      return {
        code: 'url-differs',
        proof: `${how.slice(0, 1).toUpperCase()}${how.slice(1)}: the signature fits ${shown(url)}.`,
        difference: url === shown(url) ? textDifference(of.request.publicUrl, url) : null,
      };
    }
    return null;
  },
};

/** A URL for people: a password in it stays untold. */
const shown = (url: string): string => url.replace(/^([a-z]+:\/\/[^:@/]*):[^@/]*@/i, '$1:…@');
