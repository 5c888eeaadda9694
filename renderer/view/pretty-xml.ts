const LARGEST_XML = 8_388_608;
const DEEPEST_INDENT = 60;

/** A piece of markup, or the text between two. `children`: a start tag whose content is only elements and blanks. */
interface Token {
  readonly kind: 'start' | 'end' | 'empty' | 'text' | 'other';
  readonly from: number;
  readonly to: number;
}

/**
 * Lay out XML on lines; null when it is too large, or not well-formed in its tags. Only blanks between elements are changed:
 * what an element holds beside elements — text, blanks alone, CDATA, references — stays to the character, and so does
 * everything under `xml:space="preserve"`. Entities and DTDs are never resolved. Stops once `most` characters are written.
 */
export function prettyXml(text: string, most: number = Number.POSITIVE_INFINITY): string | null {
  if (text.length > LARGEST_XML) return null;
  const tokens = tokensOf(text);
  if (tokens === null) return null;
  const held = contentOf(text, tokens);
  if (held === null) return null;
  const out: string[] = [];
  let size = 0;
  let depth = 0;
  let verbatim = 0;
  const put = (piece: string): void => {
    out.push(piece);
    size += piece.length;
  };
  const newLine = (): void => {
    if (out.length > 0) put(`\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}`);
  };
  for (const [at, { kind, from, to }] of tokens.entries()) {
    if (size > most) return out.join('');
    const piece = text.slice(from, to);
    if (verbatim > 0) {
      put(piece);
      if (kind === 'start') verbatim++;
      else if (kind === 'end') verbatim--;
    } else if (kind === 'text') {
      // Only blanks stand between elements here: the layout is ours. At the very start there may be a byte order mark.
      const rest = piece.replace(/[ \t\r\n]+/g, '');
      if (rest !== '') put(rest);
    } else if (kind === 'end') {
      depth--;
      newLine();
      put(piece);
    } else {
      if (out.length > 1 || out[0] !== '\ufeff') newLine();
      put(piece);
      if (kind === 'start') {
        if (held[at] === 'elements') depth++;
        else verbatim = 1;
      }
    }
  }
  return out.join('');
}

/** What each start tag holds: elements with blanks between them, or anything else. Null when tags do not match. */
function contentOf(text: string, tokens: readonly Token[]): readonly ('elements' | 'mixed' | undefined)[] | null {
  const held: ('elements' | 'mixed' | undefined)[] = [];
  const open: { at: number; name: string; hasElements: boolean; hasText: boolean }[] = [];
  for (const [at, { kind, from, to }] of tokens.entries()) {
    const parent = open.at(-1);
    if (kind === 'text') {
      const isBlank = /^[ \t\r\n\ufeff]*$/.test(text.slice(from, to));
      if (parent === undefined && !isBlank) return null;
      if (parent !== undefined && !isBlank) parent.hasText = true;
    } else if (kind === 'other') {
      // CDATA is text; a comment or an instruction may have its own line.
      if (parent !== undefined && text.startsWith('<![CDATA[', from)) parent.hasText = true;
    } else if (kind === 'empty') {
      if (parent !== undefined) parent.hasElements = true;
    } else if (kind === 'start') {
      if (parent !== undefined) parent.hasElements = true;
      const preserves = /\sxml:space\s*=\s*["']preserve["']/.test(text.slice(from, to));
      open.push({ at, name: nameAt(text, from + 1), hasElements: false, hasText: preserves });
    } else {
      const closed = open.pop();
      if (closed === undefined || closed.name !== nameAt(text, from + 2)) return null;
      held[closed.at] = closed.hasElements && !closed.hasText ? 'elements' : 'mixed';
    }
  }
  return open.length === 0 ? held : null;
}

const NAME_END = /[\s/>]/g;
function nameAt(text: string, from: number): string {
  NAME_END.lastIndex = from;
  return text.slice(from, NAME_END.exec(text)?.index ?? from);
}

/** Constructs that run to a fixed end, whatever is in them. */
const RUNS: readonly (readonly [start: string, end: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** Cut a document into tags, other markup and the text between (XML 1.0, 2 and 3); null where markup is not closed. */
function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  let elements = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const textEnd = next < 0 ? text.length : next;
    if (textEnd > at) tokens.push({ kind: 'text', from: at, to: textEnd });
    if (next < 0) break;
    const run = RUNS.find(([start]) => text.startsWith(start, next));
    let to: number;
    let kind: Token['kind'] = 'other';
    if (run !== undefined) {
      const end = text.indexOf(run[1], next + run[0].length);
      to = end < 0 ? -1 : end + run[1].length;
    } else if (text.startsWith('<!', next)) to = declarationEnd(text, next);
    else {
      if (!/[\p{L}_:/]/u.test(text[next + 1] ?? '')) return null;
      to = tagEnd(text, next);
      elements++;
      kind = text[next + 1] === '/' ? 'end' : text[to - 2] === '/' ? 'empty' : 'start';
    }
    if (to < 0) return null;
    tokens.push({ kind, from: next, to });
    at = to;
  }
  return elements === 0 ? null : tokens;
}

/** After the `>` that ends the tag at `from`; one in an attribute value does not. -1 when it is not closed. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at + 1;
    else if (char === '<') return -1;
  }
  return -1;
}

/** After a declaration with its internal subset in brackets (XML 1.0, 2.8). -1 when it is not closed. */
function declarationEnd(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '<' && text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at + 4);
      if (end < 0) return -1;
      at = end + 2;
    } else if (char === '<') depth++;
    else if (char === '>' && --depth === 0) return at + 1;
  }
  return -1;
}
