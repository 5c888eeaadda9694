import type { CapturedRequest } from '../../server/contract/request.ts';
import { pathOf } from '../../server/providers/schemes/template.ts';
import { spots } from './provider-bench.ts';

/** A part of how a request is addressed; `query:NAME` is one parameter, `query` all that there are. */
export type UrlPart = 'method' | 'scheme' | 'host' | 'path' | 'query' | `query:${string}`;

const WHOLE = ['host', 'path', 'query', 'scheme'] as const;

/**
 * What each provider signs of the address, after its own document: family 5 of the table that the providers were made
 * from (Square, Trello, Twilio, Mandrill, Plivo, HubSpot, Mercado Pago, TrueLayer, Contentful, QStash, Bird), and Atlassian's
 * claim qsh. PandaDoc's signature itself stands in the query. All others sign nothing of it.
 */
export const SIGNED_URL_PARTS: Readonly<Record<string, readonly UrlPart[]>> = {
  'atlassian-connect': ['method', 'path', 'query'],
  contentful: ['method', 'path', 'query'],
  hubspot: ['host', 'method', 'path', 'query', 'scheme'],
  mandrill: WHOLE,
  'mercado-pago': ['query:data.id'],
  messagebird: WHOLE,
  pandadoc: ['query:signature'],
  plivo: WHOLE,
  square: WHOLE,
  trello: WHOLE,
  truelayer: ['method', 'path', 'query'],
  twilio: WHOLE,
  'upstash-qstash': WHOLE,
};

const withUrl = (request: CapturedRequest, publicUrl: string): CapturedRequest => ({
  ...request,
  publicUrl,
  target: pathOf(publicUrl),
});

/** One request for each of a few characters of each part, with that character changed. */
function* changes(request: CapturedRequest): Generator<readonly [part: UrlPart, changed: CapturedRequest]> {
  yield ['method', { ...request, method: request.method === 'PUT' ? 'PATCH' : 'PUT' }];
  const url = request.publicUrl;
  const [, scheme, host, port = '', path, query] = /^(https?):\/\/([^/?:]+)(:\d+)?([^?]*)(?:\?(.*))?$/s.exec(url)!;
  yield ['scheme', withUrl(request, url.replace(/^https?/, scheme === 'https' ? 'http' : 'https'))];
  const start = scheme!.length + 3;
  for (const at of letters(host!)) yield ['host', withUrl(request, otherAt(url, start + at))];
  const pathStart = start + host!.length + port.length;
  for (const at of letters(path!)) yield ['path', withUrl(request, otherAt(url, pathStart + at))];
  let from = pathStart + path!.length + 1;
  for (const parameter of query === undefined ? [] : query.split('&')) {
    const name = decodeURIComponent(parameter.split('=')[0]!);
    for (const at of letters(parameter)) yield [`query:${name}`, withUrl(request, otherAt(url, from + at))];
    from += parameter.length + 1;
  }
}

/** First, middle and last place of a letter or digit that is no part of a percent sequence. */
function letters(text: string): readonly number[] {
  const places = [...text.replace(/%[0-9A-Fa-f]{2}/g, '%%%').matchAll(/[A-Za-z0-9]/g)].map((match) => match.index);
  return spots(places.length).map((spot) => places[spot]!);
}

/** The text with the letter or digit at this place replaced by another, not only in its case. */
function otherAt(text: string, at: number): string {
  const other = /[0-9]/.test(text[at]!) ? (text[at] === '7' ? '3' : '7') : text[at]!.toLowerCase() === 'q' ? 'k' : 'q';
  return text.slice(0, at) + other + text.slice(at + 1);
}

/**
 * The parts of the address that a signed request depends on, found by changing one character at a time: those of which every
 * change is refused. A part of which only some changes are refused is named with a question mark.
 */
export function signedUrlParts(request: CapturedRequest, fits: (changed: CapturedRequest) => boolean): string[] {
  const kept = new Map<UrlPart, boolean[]>();
  for (const [part, changed] of changes(request)) kept.set(part, [...(kept.get(part) ?? []), fits(changed)]);
  const signed = [...kept].filter(([, fitting]) => fitting.includes(false));
  const parts = signed.map(([part, fitting]) => (fitting.includes(true) ? `${part}?` : part));
  const parameters = [...kept.keys()].filter((part) => part.startsWith('query:'));
  const isWhole = parameters.length > 0 && parameters.every((parameter) => parts.includes(parameter));
  const shown =
    isWhole && parameters.length > 1 ? parts.filter((part) => !part.startsWith('query:')).concat('query') : parts;
  return shown.sort();
}
