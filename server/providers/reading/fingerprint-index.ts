import type { Provider } from '../provider.ts';
import { type Rule, rule } from './marks.ts';
import type { View } from './view.ts';

interface Entry {
  readonly provider: Provider;
  readonly rule: Rule;
}

/** Rules by what they look at first, so that a request is held against those alone that can fit. */
interface Index {
  readonly byHeader: ReadonlyMap<string, readonly Entry[]>;
  readonly byBodyKey: ReadonlyMap<string, readonly Entry[]>;
  readonly byAgent: readonly Entry[];
  readonly byQuery: readonly Entry[];
  readonly byForm: readonly Entry[];
  readonly others: readonly Entry[];
}

/**
 * One look-up for the fingerprints of all providers: gives the provider with the highest score, ties going to the order of
 * the list. The answer is the same as asking each provider; it only asks fewer.
 */
export function fingerprintIndex(providers: readonly Provider[]): (view: View) => Provider | null {
  const order = new Map(providers.map((provider, at) => [provider, at]));
  const entries = providers.flatMap((provider) =>
    (provider.marks ?? []).map((mark) => ({ provider, rule: rule(mark) })),
  );
  const index = sorted(entries);
  return (view) => {
    let best: Entry | null = null;
    const ask = (candidates: readonly Entry[] | undefined): void => {
      if (candidates === undefined) return;
      for (const entry of candidates) {
        const { score, holds } = entry.rule;
        if (best !== null && score < best.rule.score) continue;
        if (best?.rule.score === score && order.get(entry.provider)! >= order.get(best.provider)!) continue;
        if (holds(view)) best = entry;
      }
    };
    for (const name of view.headers.keys()) ask(index.byHeader.get(name));
    if (view.header('user-agent') !== undefined) ask(index.byAgent);
    if (view.request.target.includes('?')) ask(index.byQuery);
    ask(index.others);
    if (view.form().length > 0) ask(index.byForm);
    for (const key of topKeys(view)) ask(index.byBodyKey.get(key));
    return (best as Entry | null)?.provider ?? null;
  };
}

/** Keys of the JSON body's object; those of an array's first item count as `0`. */
function topKeys(view: View): readonly string[] {
  const body = view.json();
  if (typeof body !== 'object' || body === null) return [];
  return Array.isArray(body) ? ['0'] : Object.keys(body);
}

function sorted(entries: readonly Entry[]): Index {
  const startsWith = (prefix: string) => entries.filter(({ rule: { first } }) => first?.startsWith(prefix));
  const named = (prefix: string, end: RegExp) =>
    Map.groupBy(startsWith(prefix), ({ rule: { first } }) => first!.slice(prefix.length).split(end)[0]!);
  const byHeader = Map.groupBy(startsWith('header:'), ({ rule: { first } }) =>
    first!.slice('header:'.length).split(/[=^~]/)[0]!.toLowerCase(),
  );
  const indexed = ['header:', 'body:', 'ua:', 'query:', 'form:'];
  return {
    byHeader,
    byBodyKey: named('body:', /[.=^~]/),
    byAgent: startsWith('ua:'),
    byQuery: startsWith('query:'),
    byForm: startsWith('form:'),
    others: entries.filter(({ rule: { first } }) => !indexed.some((prefix) => first?.startsWith(prefix))),
  };
}
