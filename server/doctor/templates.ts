import type { CapturedRequest } from '../contract/delivery.ts';
import { byteText, latin1 } from './bytes.ts';
import { urlParts } from './request-changes.ts';

/** One way to put a signed string together, with what it leaves in. */
export interface SignedString {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly hasTimestamp: boolean;
  readonly hasId: boolean;
}

export interface TemplateInput {
  readonly request: CapturedRequest;
  readonly timestamps: readonly string[];
  readonly ids: readonly string[];
}

const WITH_TIME = [
  '{ts}.{body}',
  '{ts}{body}',
  '{ts}:{body}',
  '{ts}|{body}',
  '{ts}\n{body}',
  '{body}{ts}',
  '{body}.{ts}',
  '{body}:{ts}',
  'v0:{ts}:{body}',
  'v1:{ts}:{body}',
  'v2:{ts}:{body}',
  'v1.{ts}.{body}',
  't={ts}.{body}',
];
const WITH_ID = [
  '{id}.{ts}.{body}',
  '{ts}.{id}.{body}',
  '{id}{ts}{body}',
  '{id}:{ts}:{body}',
  '{id}.{body}',
  '{id}{body}',
  '{id}|{ts}|{body}',
];
const WITH_URL = [
  '{url}{body}',
  '{body}{url}',
  '{url}.{body}',
  '{url}\n{body}',
  '{method}{url}{body}',
  '{method}{url}{body}{ts}',
  '{method}\n{path}\n{body}',
  '{method}\n{path}\n{ts}\n{body}',
  '{ts}{method}{path}{body}',
  '{ts}.{path}.{body}',
  '{path}{body}',
  '{url}',
  '{ts}.{url}.{body}',
];
const PLAIN = ['{body}', '{ts}', '{id}', '{body}\n'];

/** Signed strings in use among providers, built from what the delivery holds: at most a few hundred. */
export function* signedStrings({ request, timestamps, ids }: TemplateInput): Generator<SignedString> {
  const url = urlParts(request.publicUrl);
  const fixed = {
    body: byteText(request.body),
    url: request.publicUrl,
    path: url === null ? request.target : `${url.path}${url.query}`,
    method: request.method,
  };
  for (const template of [...PLAIN, ...WITH_TIME, ...WITH_ID, ...WITH_URL]) {
    const needsTime = template.includes('{ts}');
    const needsId = template.includes('{id}');
    for (const ts of needsTime ? timestamps : ['']) {
      for (const id of needsId ? ids : ['']) {
        yield {
          bytes: latin1(fill(template, { ...fixed, ts, id })),
          name: template.replaceAll('\n', '⏎'),
          hasTimestamp: needsTime,
          hasId: needsId,
        };
      }
    }
  }
}

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
