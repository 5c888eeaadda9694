import { header } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { byteText, latin1, utf8 } from './bytes.ts';
import { urlParts } from './request-changes.ts';

/** One way to put a signed string together, with what it leaves in. */
export interface SignedString {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly hasTimestamp: boolean;
  readonly hasId: boolean;
}

interface TemplateInput {
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
/** Canonical requests as Contentful builds them (and as samples in circulation get them wrong), and forms as Twilio does. */
const CANONICAL = [
  '{method}\n{path}\n{headers}\n{body}',
  '{method}\n{pathOnly}\n{headers}\n{body}',
  '{ts}\n{signedHeaders}\n{body}',
  '{method}\n{path}\n{ts}\n{body}',
];
const FORMS = ['{url}{sortedForm}', '{url}{form}'];

/** Signed strings in use among providers, built from what the delivery holds: at most a few hundred. */
export function* signedStrings({ request, timestamps, ids }: TemplateInput): Generator<SignedString> {
  const url = urlParts(request.publicUrl);
  const fixed = {
    body: byteText(request.body),
    url: request.publicUrl,
    path: url === null ? request.target : `${url.path}${url.query}`,
    method: request.method,
    pathOnly: url === null ? request.target : url.path,
    ...signedHeaders(request),
    ...formParts(request),
  };
  const canonical = fixed.signedHeaders === '' ? [] : CANONICAL;
  const forms = fixed.form === '' ? [] : FORMS;
  for (const template of [...PLAIN, ...WITH_TIME, ...WITH_ID, ...WITH_URL, ...canonical, ...forms]) {
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

/** The headers that a list of signed headers names, as `name:value;…` in the order of their names; empty without a list. */
function signedHeaders({ headers }: CapturedRequest): { readonly signedHeaders: string; readonly headers: string } {
  const list = headers.find(([name]) => /signed-headers$/i.test(name))?.[1] ?? '';
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  const values = names.toSorted().map((name) => `${name}:${header(headers, name)?.trim() ?? ''}`);
  return { signedHeaders: list, headers: list === '' ? '' : values.join(';') };
}

/** Names and values of a form, decoded and joined without separators, in order of arrival and of names; empty without a form. */
function formParts(request: CapturedRequest): { readonly form: string; readonly sortedForm: string } {
  const type = header(request.headers, 'content-type') ?? '';
  if (!/form-urlencoded/i.test(type) || request.body.byteLength > 262_144) return { form: '', sortedForm: '' };
  const fields = [...new URLSearchParams(byteText(request.body))];
  const joined = (list: typeof fields): string => byteText(utf8(list.flat().join('')));
  return { form: joined(fields), sortedForm: joined(fields.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) };
}
