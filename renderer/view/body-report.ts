import { type BodyKind, bodyKind, imageType } from './body-kind.ts';
import { type Charset, decodeText } from './charset.ts';
import { parseMediaType } from './content-type.ts';
import { type Decoding, decompress } from './decompress.ts';
import { type FormPair, parseForm } from './form.ts';
import { type JsonTree, lineAndColumn, scanJson } from './json-tree.ts';
import { type Multipart, splitMultipart } from './multipart.ts';
import { endOfString, prettyJson } from './pretty-json.ts';
import { prettyXml } from './pretty-xml.ts';

/** Everything the viewer needs to know of a body, made once, off the main thread. */
export interface BodyReport {
  readonly kind: BodyKind;
  /** The bytes after content codings were undone; the stored ones when there were none. */
  readonly bytes: Uint8Array;
  readonly decoding: Decoding;
  /** The text of `bytes`; empty for images and binary bodies. */
  readonly text: string;
  readonly charset: Charset | null;
  /** Laid out for reading; null when that would show nothing new. */
  readonly pretty: string | null;
  readonly json: JsonTree | null;
  readonly form: readonly FormPair[] | null;
  readonly multipart: Multipart | null;
  readonly imageType: string | null;
  /** What a reader should know: mistakes in the format, odd bytes, line ends. */
  readonly notes: readonly string[];
}

export interface BodyQuestion {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  readonly codings: readonly string[];
  /** Only a beginning was loaded: an early end is no mistake of the sender. */
  readonly clamped: boolean;
}

/** Look at a body: undo codings, find out what it is, read it. Bounded in time and size; never fails on any bytes. */
export async function reportBody({ bytes: stored, contentType, codings, clamped }: BodyQuestion): Promise<BodyReport> {
  const { bytes, decoding } = await decompress(stored, codings);
  const kind = decoding.kind === 'kept' ? 'binary' : bodyKind(bytes, contentType);
  const isText = kind !== 'binary' && kind !== 'image' && kind !== 'empty';
  const decoded = isText ? decodeText(bytes, contentType) : null;
  const text = decoded?.text ?? '';
  const json = kind === 'json' ? scanJson(text) : null;
  const pretty =
    kind === 'json'
      ? prettyJson(text)
      : kind === 'ndjson'
        ? prettyLines(text)
        : kind === 'xml'
          ? prettyXml(text)
          : null;
  const multipart =
    kind === 'multipart' ? splitMultipart(bytes, parseMediaType(contentType).parameters['boundary'] ?? '') : null;
  return {
    kind,
    bytes,
    decoding,
    text,
    charset: decoded?.charset ?? null,
    pretty,
    json,
    form: kind === 'form' ? parseForm(text.trim()) : null,
    multipart,
    imageType: kind === 'image' ? imageType(bytes) : null,
    notes: [
      ...(decoded === null ? [] : textNotes(text, decoded.charset, clamped ? bytes.length - 3 : bytes.length)),
      ...(json === null ? [] : jsonNotes(json, clamped)),
      ...(multipart === null || multipart.complete || clamped ? [] : ['The closing boundary is missing']),
    ],
  };
}

const prettyLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => prettyJson(line))
    .join('\n');

/** `wholeBytes`: up to here no character can have been cut by our own clamp. */
function textNotes(text: string, { name, source, bom, invalidAt }: Charset, wholeBytes: number): readonly string[] {
  const notes: string[] = [];
  if (bom !== null) notes.push(`Starts with a ${bom.toUpperCase()} byte order mark`);
  else if (source === 'header' && name !== 'utf-8') notes.push(`Read as ${name}, as its type says`);
  if (invalidAt !== null && invalidAt < wholeBytes)
    notes.push(`Not valid UTF-8, first at byte ${invalidAt.toLocaleString('en')}`);
  const crlf = countOf(text, /\r\n/g);
  const feeds = countOf(text, /\n/g);
  const lone = countOf(text, /\r(?!\n)/g);
  if (crlf > 0 && crlf === feeds && lone === 0) notes.push('CRLF line ends');
  else if (crlf + lone > 0) notes.push('Mixed line ends');
  return notes;
}

function countOf(text: string, pattern: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(pattern)) count++;
  return count;
}

/** Whether the text ends within the token at `at`: a string without its end, or a number or word that may go on. */
function isCutToken(text: string, at: number): boolean {
  if (text[at] === '"') return endOfString(text, at) === text.length;
  return text.length - at < 400 && /^[-+.\w]*$/.test(text.slice(at));
}

function jsonNotes({ problem, capped, text, count }: JsonTree, clamped: boolean): readonly string[] {
  if (capped) return [`The tree stops after ${count.toLocaleString('en')} values`];
  if (problem === null || (clamped && isCutToken(text, problem.at))) return [];
  const { line, column } = lineAndColumn(text, problem.at);
  return [
    `Not valid JSON: ${problem.sentence.charAt(0).toLowerCase()}${problem.sentence.slice(1)}, line ${line}, column ${column}`,
  ];
}
