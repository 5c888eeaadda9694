import { type Charset, decodeText } from '../../server/contract/reading/charset.ts';
import { parseMediaType } from '../../server/contract/reading/content-type.ts';
import { formCharset } from '../../server/contract/reading/form-charset.ts';
import { isTextType } from '../../server/contract/reading/media-kinds.ts';
import { type BodyKind, binaryName, bodyKind, imageType, isCutToken } from './body-kind.ts';
import { type Decoding, decompress, type UndoElsewhere } from './decompress.ts';
import { type FormPair, MOST_PAIRS, parseForm } from './form.ts';
import { imageSize, MOST_PIXELS } from './image-size.ts';
import { type JsonTree, lineAndColumn, scanJson } from './json-tree.ts';
import { jsonValues } from './json-values.ts';
import { type PartReport, reportParts } from './part-report.ts';
import { prettyJson } from './pretty-json.ts';
import { prettyLines, prettyValues } from './pretty-values.ts';
import { prettyXml } from './pretty-xml.ts';
import { textNotes } from './text-notes.ts';

/** Everything the viewer needs to know of a body, made once, off the main thread. */
export interface BodyReport {
  readonly kind: BodyKind;
  /** The bytes after content codings were undone; the stored ones when there were none. */
  readonly bytes: Uint8Array;
  readonly decoding: Decoding;
  /** The text of `bytes`, as far as it is shown; empty for images and binary bodies. */
  readonly text: string;
  readonly charset: Charset | null;
  /** Laid out for reading, as far as it is shown; null when that would show nothing new. */
  readonly pretty: string | null;
  /** Which of the two goes on beyond what is shown. */
  readonly cut: { readonly text: boolean; readonly pretty: boolean };
  readonly json: JsonTree | null;
  readonly form: readonly FormPair[] | null;
  readonly parts: readonly PartReport[] | null;
  /** Null also for an image that is too large to draw. */
  readonly imageType: string | null;
  /** What a reader should know: mistakes in the format, odd bytes, line ends, what is not shown. */
  readonly notes: readonly string[];
}

export interface BodyQuestion {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  readonly codings: readonly string[];
  /** Only a beginning was loaded: an early end is no mistake of the sender. */
  readonly clamped: boolean;
}

/** Text beyond this is not laid before the eye: no editor stays quick with it. Every byte is in Hex and in the download. */
export const SHOWN_CHARACTERS = 8_000_000;
export const SHOWN_LINES = 200_000;
/** Of one line: a browser lays out a line as a whole, and stands still for seconds over one of some million characters. */
export const SHOWN_LINE_CHARACTERS = 524_288;
/** Layouts stop just beyond what is shown, so that a cut is seen as one. */
const LAID_OUT_CHARACTERS = SHOWN_CHARACTERS + 1;
const LARGEST_TREE = 33_554_432;

/** Look at a body: undo codings, find out what it is, read it. Bounded in time and size; never fails on any bytes. */
export async function reportBody(
  { bytes: stored, contentType, codings, clamped }: BodyQuestion,
  undoElsewhere?: UndoElsewhere,
): Promise<BodyReport> {
  const { type } = parseMediaType(contentType);
  const { bytes, decoding } = await decompress({
    bytes: stored,
    codings,
    announcesText: isTextType(type),
    ...(undoElsewhere === undefined ? {} : { undoElsewhere }),
  });
  const isCut = clamped || (decoding.kind === 'decoded' && decoding.end !== 'whole');
  const blank: BodyReport = {
    kind: 'binary',
    bytes,
    decoding,
    text: '',
    charset: null,
    pretty: null,
    cut: { text: false, pretty: false },
    json: null,
    form: null,
    parts: null,
    imageType: null,
    notes: [],
  };
  if (bytes.length === 0) return { ...blank, kind: 'empty' };
  const { text, charset } = decodeText(bytes, contentType);
  const kind = bodyKind(bytes, contentType, { text, clamped: isCut });
  if (kind === 'binary') return { ...blank, notes: binaryNotes(bytes, type) };
  if (kind === 'image') return { ...blank, kind, ...imageParts(bytes, type) };
  const shown = cutText(text);
  if (kind === 'multipart') {
    // What is true of a text is told of each part: the whole is no text.
    const { parts, notes } = reportParts(bytes, contentType, isCut);
    return {
      ...blank,
      kind,
      text: shown,
      cut: { text: shown !== text, pretty: false },
      parts,
      notes: [...notes, ...cutNotes(shown, text, false)],
    };
  }
  const read = readText(kind, text, charset, isCut);
  const pretty = read.pretty === null || read.pretty === text ? null : cutText(read.pretty);
  return {
    ...blank,
    kind,
    text: shown,
    charset,
    ...read,
    pretty,
    cut: { text: shown !== text, pretty: pretty !== null && pretty !== read.pretty },
    notes: [
      ...textNotes(text, charset, isCut ? bytes.length - 3 : bytes.length),
      ...read.notes,
      ...cutNotes(shown, text, pretty !== null),
      ...(pretty === null || pretty === read.pretty
        ? []
        : [`Pretty shows the first ${pretty.length.toLocaleString('en')} characters; the download has all`]),
    ],
  };
}

/** What a text is beyond its characters, by its kind. */
function readText(
  kind: BodyKind,
  text: string,
  { name }: Charset,
  isCut: boolean,
): Pick<BodyReport, 'pretty' | 'json' | 'form' | 'notes'> {
  const nothing = { pretty: null, json: null, form: null, notes: [] };
  switch (kind) {
    case 'json':
      return readJson(text, isCut);
    case 'ndjson': {
      const { values, restAt } = jsonValues(text);
      if (restAt >= text.length) return { ...nothing, pretty: prettyValues(text, values, LAID_OUT_CHARACTERS) };
      const { text: pretty, badLines } = prettyLines(text, LAID_OUT_CHARACTERS);
      const [first] = isCut ? badLines.slice(0, -1) : badLines;
      const more = badLines.length > 1 ? `, nor are ${(badLines.length - 1).toLocaleString('en')} more` : '';
      return { ...nothing, pretty, notes: first === undefined ? [] : [`Line ${first} is not valid JSON${more}`] };
    }
    case 'xml':
      return { ...nothing, pretty: prettyXml(text, LAID_OUT_CHARACTERS) };
    case 'form': {
      const form = parseForm(text, name === 'utf-8' ? (formCharset(text) ?? name) : name);
      const count = form.length < MOST_PAIRS ? form.length : text.split('&').filter((pair) => pair !== '').length;
      return {
        ...nothing,
        form,
        notes:
          count > form.length
            ? [`The first ${MOST_PAIRS.toLocaleString('en')} of ${count.toLocaleString('en')} fields are listed`]
            : [],
      };
    }
    default:
      return nothing;
  }
}

/** JSON that is right is laid out, and so is what was announced as JSON and begins as such; other text is left as it is. */
function readJson(text: string, isCut: boolean): Pick<BodyReport, 'pretty' | 'json' | 'form' | 'notes'> {
  const json = scanJson(text);
  const { values, restAt } = json.problem === null || isCut ? { values: [], restAt: 0 } : jsonValues(text);
  if (values.length > 1 && restAt >= text.length) {
    const notes = [`${values.length.toLocaleString('en')} JSON values follow one another`];
    return { pretty: prettyValues(text, values, LAID_OUT_CHARACTERS), json: null, form: null, notes };
  }
  const isLaidOut = json.problem === null || json.count > 1 || (isCut && isCutToken(text, json.problem.at));
  // After a whole value nothing is JSON: what follows stays as it is.
  const end = values.length > 0 ? (values.at(-1)?.to ?? 0) : text.length;
  return {
    pretty: isLaidOut
      ? `${values.length > 0 ? prettyValues(text.slice(0, end), values, LAID_OUT_CHARACTERS) : prettyJson(text, LAID_OUT_CHARACTERS)}${text.slice(end)}`
      : null,
    json: text.length > LARGEST_TREE ? null : json,
    form: null,
    notes: [...jsonNotes(json, isCut), ...(text.length > LARGEST_TREE ? ['It is too large for a tree'] : [])],
  };
}

function jsonNotes({ problem, capped, text, count }: JsonTree, isCut: boolean): readonly string[] {
  if (capped) return [`The tree stops after ${count.toLocaleString('en')} values`];
  if (problem === null || (isCut && isCutToken(text, problem.at))) return [];
  const { line, column } = lineAndColumn(text, problem.at);
  return [
    `Not valid JSON: ${problem.sentence.charAt(0).toLowerCase()}${problem.sentence.slice(1)}, line ${line}, column ${column}`,
  ];
}

function binaryNotes(bytes: Uint8Array, type: string): readonly string[] {
  const name = binaryName(bytes);
  if (name !== null) return [`The bytes are ${name}${isTextType(type) ? `, though the type says ${type}` : ''}`];
  return isTextType(type) ? [`The bytes are no text, though the type says ${type}`] : [];
}

function imageParts(bytes: Uint8Array, type: string): Pick<BodyReport, 'imageType' | 'notes'> {
  const image = imageType(bytes) ?? '';
  const notes =
    type.startsWith('image/') && type !== image && type !== 'image/jpg'
      ? [`The bytes are ${image}, though the type says ${type}`]
      : [];
  const size = imageSize(bytes, image);
  if (size === null || size.width * size.height <= MOST_PIXELS) return { imageType: image, notes };
  const words = `${size.width.toLocaleString('en')} × ${size.height.toLocaleString('en')}`;
  return { imageType: null, notes: [...notes, `The image is ${words} pixels: too large to draw here`] };
}

/** The beginning of a text that an editor stays quick with, cut between characters. */
function cutText(text: string): string {
  const most = Math.min(text.length, SHOWN_CHARACTERS);
  let start = 0;
  for (let line = 0; line < SHOWN_LINES; line++) {
    const next = text.indexOf('\n', start);
    const lineEnd = next < 0 || next > most ? most : next;
    if (lineEnd - start > SHOWN_LINE_CHARACTERS) return text.slice(0, wholeEnd(text, start + SHOWN_LINE_CHARACTERS));
    if (lineEnd === most) return most === text.length ? text : text.slice(0, wholeEnd(text, most));
    start = next + 1;
  }
  return start >= text.length ? text : text.slice(0, start - 1);
}

const wholeEnd = (text: string, end: number): number => {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
};

/** Says which of two ways to see a text is meant, where there are two. */
function cutNotes(shown: string, text: string, hasPretty: boolean): readonly string[] {
  if (shown === text) return [];
  const part = `the first ${shown.length.toLocaleString('en')} of ${text.length.toLocaleString('en')} characters`;
  return [hasPretty ? `Raw shows ${part}; the download has all` : `T${part.slice(1)} are shown; the download has all`];
}
