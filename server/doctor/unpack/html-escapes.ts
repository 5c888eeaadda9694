import { textOf, utf8 } from '../bytes.ts';
import type { BodyVariant } from '../hypotheses/body-variants.ts';

/** Names of U+00A0 to U+00FF in their order (HTML 4, 24.2.1). */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
const BASIC: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const NAMED: ReadonlyMap<string, string> = new Map([
  ...Object.entries(BASIC),
  ...LATIN1.map((name, at) => [name, String.fromCharCode(0xa0 + at)] as const),
  ...Object.entries({
    euro: '€',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    bull: '•',
    trade: '™',
    OElig: 'Œ',
    oelig: 'œ',
    Scaron: 'Š',
    scaron: 'š',
  }),
]);

const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,7}));/gi;

/** A text with its character references turned into characters, those of which `takes` says so. */
export const withoutMarkup = (text: string, takes: (char: string) => boolean = () => true): string =>
  text.replace(ENTITY, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    const code = Number.parseInt(decimal ?? hex ?? '', hex === undefined ? 10 : 16);
    const char = name === undefined ? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined) : NAMED.get(name);
    return char !== undefined && takes(char) ? char : whole;
  });

const isQuote = (char: string): boolean => char === '"' || char === "'";

/** A body whose characters were turned into HTML entities (`htmlspecialchars`, `html.escape`, sanitizers), or back. */
export function* withoutEntities(body: Uint8Array): Generator<BodyVariant> {
  const text = textOf(body);
  if (text === null || !/[&<>]/.test(text)) return;
  const all = withoutMarkup(text);
  yield { body: utf8(all), how: 'The body with its HTML entities turned into characters' };
  yield { body: utf8(withoutMarkup(text, isQuote)), how: 'The body with &quot; and &#39; turned into quotes' };
  yield {
    body: utf8(withoutMarkup(text, (char) => char in REVERSE)),
    how: 'The body with &amp;, &lt;, &gt; and &quot; turned into characters',
  };
  yield {
    body: utf8(inValues(text, withoutMarkup)),
    how: 'The body with the HTML entities in its texts turned into characters',
  };
  yield { body: utf8(withoutMarkup(all)), how: 'The body with its HTML entities turned into characters twice' };
  yield {
    body: utf8(all.replace(/<br ?\/?>(?=\r?\n)/g, '')),
    how: 'The body without `<br />` at the ends of its lines',
  };
  for (const [pattern, what] of ENCODED) {
    const entities = (part: string): string => part.replace(pattern, (char) => REVERSE[char] ?? char);
    yield { body: utf8(inValues(text, entities)), how: `The body with ${what} in its texts as HTML entities` };
    yield { body: utf8(entities(text)), how: `The body with ${what} as HTML entities` };
  }
}

const REVERSE: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const ENCODED = [
  [/[&<>]/g, '&, < and >'],
  [/[&<>"]/g, '&, <, > and "'],
  [/[&<>"']/g, '&, <, > and quotes'],
] as const;

/** Change what the strings of a JSON text say; everything between them stays. */
function inValues(text: string, change: (value: string) => string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    if (!/[&<>']/.test(literal)) return literal;
    try {
      const value = JSON.parse(literal) as string;
      const changed = change(value);
      return changed === value ? literal : JSON.stringify(changed);
    } catch {
      return literal;
    }
  });
}
