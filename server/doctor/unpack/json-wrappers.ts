import { textOf, utf8 } from '../bytes.ts';
import type { BodyVariant } from '../hypotheses/body-variants.ts';
import { AS_WRITTEN, LAYOUTS, printJson } from '../json-print.ts';
import type { JsonNode } from '../json-tree.ts';
import { treeOf } from '../json-tree.ts';
import { base64Text } from './encoded-text.ts';

const MAX_NODES = 80;
const MAX_NESTED = 3;

/** Where gateways, queues and buses put what they carry: API Gateway, EventBridge, SNS, SQS, Pub/Sub, Logic Apps, CloudEvents. */
const CARRIERS =
  /^(raw)?_?(body|detail|message|payload|data|content|\$content|event|value|request|text|data_base64|json|records?)$/i;

/** What stands beside the body in such an envelope; plain events have a `data`, too. */
const ENVELOPE =
  /^(detail-type|httpMethod|requestContext|headers|query(String)?(Parameters)?|params|specversion|Records|TopicArn|MessageId|subscription|isBase64Encoded|webhookUrl|executionMode)$/i;

/**
 * What a JSON text of at most `mostBytes` carries as a whole: its string, the bytes that it lists, or the key that a form parser made
 * of it. Returns an object or array with its text, whose values may carry more; null for anything else.
 */
function* openly(body: Uint8Array, mostBytes: number) {
  const root = body.byteLength > mostBytes ? null : treeOf(body);
  const text = root === null ? null : textOf(body);
  if (root === null || text === null) return null;
  if (root.kind === 'string') {
    yield* fromString(root.value, 'The text inside the JSON string');
    return null;
  }
  if (root.kind !== 'object' && root.kind !== 'array') return null;
  const bytes = byteList(root);
  if (bytes !== null) yield { body: bytes, how: 'The bytes that the JSON lists' };
  yield* fromKeys(root);
  return { root, text };
}

/**
 * A body that arrived inside JSON: as a string of JSON (once or twice), as the list of its bytes (what JSON.stringify makes
 * of a Buffer), as a value of a gateway's event, or as the key that a form parser made of it.
 */
export function* unwrappedJson(body: Uint8Array): Generator<BodyVariant> {
  const opened = yield* openly(body, 1_048_576);
  if (opened === null) return;
  const { root, text } = opened;
  const inner = below(root);
  const first = inner.filter(({ name }) => CARRIERS.test(name));
  for (const { name, node } of [...first, ...inner.filter((one) => !first.includes(one))])
    yield* contents(name, node, text);
}

/** Only what is plainly carried: the text of a JSON string, lists of bytes, and values under a carrier's name as they stand. */
export function* carried(body: Uint8Array): Generator<BodyVariant> {
  const opened = yield* openly(body, 262_144);
  if (opened === null) return;
  const { root, text } = opened;
  const isEnvelope = root.kind === 'object' && root.entries.some(([key]) => ENVELOPE.test(key.value));
  for (const { name, node } of below(root)) {
    if (!CARRIERS.test(name)) continue;
    if (node.kind === 'string' && /^\s*[{[<"]/.test(node.value))
      yield* fromString(node.value, `The text of \`${name}\``);
    else if (node.kind === 'string' && node.value.length >= 16)
      yield* fromBase64(node.value, `The text of \`${name}\``);
    else if (isEnvelope && node.kind === 'object' && node.at !== undefined)
      yield { body: utf8(text.slice(...node.at)), how: `The value of \`${name}\` as it stands there` };
  }
}

function* contents(name: string, node: JsonNode, text: string): Generator<BodyVariant> {
  const what = /^[\w.$-]{1,40}$/.test(name) ? `\`${name}\`` : 'one value';
  if (node.kind === 'string') {
    if (/^\s*[{[<"]|=|%7B/.test(node.value) || CARRIERS.test(name))
      yield* fromString(node.value, `The text of ${what}`);
    else if (node.value.length >= 16) yield* fromBase64(node.value, `The text of ${what}`);
    return;
  }
  if (node.kind !== 'object' && node.kind !== 'array') return;
  if (node.at !== undefined) {
    const value = text.slice(...node.at);
    yield { body: utf8(value), how: `The value of ${what} as it stands there` };
    if (/[\r\n]/.test(value)) {
      const end = value.includes('\r\n') ? '\r\n' : '\n';
      yield { body: utf8(value + end), how: `The value of ${what} as it stands there, and a newline` };
    }
  }
  for (const layout of LAYOUTS.slice(0, 4))
    yield { body: utf8(printJson(node, layout, AS_WRITTEN)), how: `The value of ${what} as ${layout.name}` };
  const bytes = byteList(node);
  if (bytes !== null) yield { body: bytes, how: `The bytes that ${what} lists` };
}

/** Queues carry what topics carry (SNS in SQS, SQS in a Lambda's event): a text may be an envelope again. */
function* fromString(value: string, how: string, depth = 0): Generator<BodyVariant> {
  yield { body: utf8(value), how };
  yield* fromBase64(value, how);
  const inner = depth < MAX_NESTED && /^\s*["{[]/.test(value) ? treeOf(utf8(value)) : null;
  if (inner?.kind === 'string') yield { body: utf8(inner.value), how: `${how}, which is a JSON string again` };
  if (inner?.kind !== 'object') return;
  for (const { name, node } of below(inner))
    if (node.kind === 'string' && CARRIERS.test(name) && node.value.length >= 2)
      yield* fromString(node.value, `${how}, and in it that of \`${name}\``, depth + 1);
}

function* fromBase64(value: string, how: string): Generator<BodyVariant> {
  const bytes = base64Text(value);
  if (bytes !== null) yield { body: bytes, how: `${how}, decoded from base64` };
}

interface Named {
  readonly name: string;
  readonly node: JsonNode;
}

/** The values below the root, nearest first, at most `MAX_NODES`. */
function below(root: JsonNode): readonly Named[] {
  const found: Named[] = [];
  let level: readonly Named[] = [{ name: '', node: root }];
  while (level.length > 0 && found.length < MAX_NODES) {
    level = level.flatMap(({ name, node }) => children(node, name)).slice(0, MAX_NODES);
    found.push(...level);
  }
  return found.slice(0, MAX_NODES);
}

function children(node: JsonNode, name: string): readonly Named[] {
  if (node.kind === 'array') return node.items.slice(0, MAX_NODES).map((item) => ({ name, node: item }));
  if (node.kind === 'object')
    return node.entries.slice(0, MAX_NODES).map(([key, value]) => ({ name: key.value, node: value }));
  return [];
}

/** `[123,34,…]`, `{"type":"Buffer","data":[…]}` and `{"0":123,"1":34,…}` as the bytes that they list. */
function byteList(node: JsonNode): Uint8Array | null {
  const items =
    node.kind === 'array'
      ? node.items
      : node.kind !== 'object'
        ? []
        : node.entries.every(([key], at) => key.value === String(at))
          ? node.entries.map(([, value]) => value)
          : node.entries.flatMap(([key, value]) => (key.value === 'data' && value.kind === 'array' ? value.items : []));
  const bytes = items.map((item) => (item.kind === 'number' ? Number(item.text) : -1));
  return bytes.length < 2 || bytes.some((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255)
    ? null
    : Uint8Array.from(bytes);
}

/** What a form parser makes of a body that is no form: `{"{\"a\":1}":""}`. */
function* fromKeys(node: JsonNode): Generator<BodyVariant> {
  if (node.kind !== 'object' || !/^\s*[{[<]/.test(node.entries[0]?.[0].value ?? '')) return;
  const parts = node.entries.map(([key, value]) =>
    value.kind === 'string' && value.value !== '' ? `${key.value}=${value.value}` : key.value,
  );
  yield { body: utf8(parts.join('&')), how: 'The body that a form parser took for the name of a field' };
}
