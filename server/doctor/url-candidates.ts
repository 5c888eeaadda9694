import type { Case } from './hypothesis.ts';
import { tokenUrls } from './jwt.ts';
import { urlOf, urlParts } from './request-changes.ts';
import { type Origin, originsOf } from './url-origins.ts';
import type { UrlPart } from './url-part.ts';
import { pathsOf } from './url-paths.ts';
import { queriesOf } from './url-queries.ts';

export interface UrlCandidate {
  readonly url: string;
  readonly how: string;
}

interface UrlAlternatives {
  readonly origins: readonly UrlPart<Origin>[];
  readonly paths: readonly UrlPart<string>[];
  readonly queries: readonly UrlPart<string>[];
}

const MAX_CANDIDATES = 700;

/** URLs that the provider may have called, nearest first: one part changed, then two. Each once. */
export function urlCandidates(of: Case): readonly UrlCandidate[] {
  const current = of.request.publicUrl;
  const found = new Map<string, UrlCandidate>();
  const add = (url: string, ...hows: readonly string[]): void => {
    if (url === current || found.has(url) || found.size >= MAX_CANDIDATES) return;
    found.set(url, { url, how: hows.filter(Boolean).join(', ') });
  };
  for (const url of tokenUrls(of.request)) add(url, 'The token names the URL');
  for (const url of of.publicUrls.slice(0, 20)) add(url, 'A known public URL');
  const here = urlParts(current);
  if (here === null) return [...found.values()];
  const origins = originsOf(of, here);
  const paths = pathsOf(of, here.path);
  const queries = queriesOf(of, here.query);
  const asIs: UrlAlternatives = {
    origins: [{ value: here, how: '' }],
    paths: [{ value: here.path, how: '' }],
    queries: [{ value: here.query, how: '' }],
  };
  const steps: readonly Partial<UrlAlternatives>[] = [
    { origins },
    { paths },
    { queries },
    { origins, paths },
    { origins, queries },
    { paths, queries },
  ];
  for (const changed of steps) {
    const parts = { ...asIs, ...changed };
    for (const { value: origin, how: first } of parts.origins) {
      for (const { value: path, how: second } of parts.paths) {
        for (const { value: query, how: third } of parts.queries) {
          add(urlOf({ scheme: origin.scheme, host: origin.host, path, query }), first, second, third);
        }
      }
    }
  }
  return [...found.values()];
}
