import { decodeText } from '../../contract/reading/charset.ts';
import type { CapturedRequest } from '../../contract/request.ts';
import { exactJson } from './exact-json.ts';
import { type FormField, readForm, urlEncoded } from './form.ts';
import { plainBody } from './plain-body.ts';

/** Bodies above this size are not parsed to find out who sent them; recognised ones are parsed up to DESCRIBED_BYTES. */
export const RECOGNISED_BYTES = 2_097_152;
const DESCRIBED_BYTES = 16_777_216;

/** A request with look-ups that are computed at most once. Header names in lower case. */
export interface View {
  readonly request: CapturedRequest;
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** First value of the header `name` (lower case). */
  header(name: string): string | undefined;
  /** The JSON body as `exactJson` reads it, decompressed where needed; undefined when it is no JSON object or array. */
  json(): unknown;
  /** The same without the size limit of recognition. */
  jsonOfAnySize(): unknown;
  /** The text that `jsonOfAnySize` was read from; undefined where that is. */
  jsonText(): string | undefined;
  /** Fields of a form body (urlencoded or multipart) in order; empty when it is none. */
  form(): readonly FormField[];
  /** Parameters of the target's query in order. */
  query(): readonly FormField[];
}

const views = new WeakMap<CapturedRequest, View>();

/** The view of a request; equal objects for equal requests, so that JSON is parsed once a delivery. */
export function viewOf(request: CapturedRequest): View {
  const known = views.get(request);
  if (known !== undefined) return known;
  const made = makeView(request);
  views.set(request, made);
  return made;
}

function makeView(request: CapturedRequest): View {
  const headers = indexHeaders(request);
  const header = (name: string) => headers.get(name)?.[0];
  let parsed: JsonBody | null = null;
  let form: readonly FormField[] | null = null;
  let query: readonly FormField[] | null = null;
  const parse = (limit: number): JsonBody | null => {
    if (parsed === null && request.body.length <= limit) parsed = jsonBody(request, header, limit);
    return parsed;
  };
  return {
    request,
    headers,
    header,
    json: () => parse(RECOGNISED_BYTES)?.value,
    jsonOfAnySize: () => parse(DESCRIBED_BYTES)?.value,
    jsonText: () => parse(DESCRIBED_BYTES)?.text,
    form: () => {
      form ??= request.body.length > RECOGNISED_BYTES ? [] : readForm(request.body, header('content-type') ?? '');
      return form;
    },
    query: () => {
      query ??= readQuery(request.target);
      return query;
    },
  };
}

function indexHeaders(request: CapturedRequest): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    const values = map.get(key);
    if (values === undefined) map.set(key, [value]);
    else values.push(value);
  }
  return map;
}

interface JsonBody {
  readonly text: string | undefined;
  readonly value: unknown;
}

function jsonBody(request: CapturedRequest, header: (name: string) => string | undefined, limit: number): JsonBody {
  const bytes = plainBody(request, limit);
  const type = header('content-type') ?? null;
  // Nearly all JSON is UTF-8; another charset shows in its type, or in a zero or a mark among the first bytes.
  const isOther = [...bytes.subarray(0, 4)].some((byte) => byte === 0 || byte > 0xfd);
  const text = (
    isOther || /charset\s*=\s*["']?(?!utf-?8)/i.test(type ?? '')
      ? decodeText(bytes, type).text
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  ).trimStart();
  const start = text.charCodeAt(0);
  const value = start === 0x7b || start === 0x5b ? exactJson(text) : undefined;
  return { text: value === undefined ? undefined : text, value };
}

function readQuery(target: string): readonly FormField[] {
  const mark = target.indexOf('?');
  return mark < 0 ? [] : urlEncoded(target.slice(mark + 1));
}
