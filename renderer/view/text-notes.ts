import type { Charset } from '../../server/contract/reading/charset.ts';

/**
 * What a reader should know of a text: its byte order mark, its charset, bytes that do not fit, its line ends. `wholeBytes`: up
 * to here no character can have been cut by our own clamp.
 */
export function textNotes(
  text: string,
  { bom, invalidAt, notes: charsetNotes }: Charset,
  wholeBytes: number,
): readonly string[] {
  const notes: string[] = [...charsetNotes];
  if (bom !== null) notes.unshift(`Starts with a ${bom.toUpperCase()} byte order mark`);
  if (invalidAt !== null && invalidAt < wholeBytes)
    notes.push(`Not valid UTF-8, first at byte ${invalidAt.toLocaleString('en')}`);
  const { crlf, feeds, lone } = lineEnds(text);
  if (crlf > 0 && crlf === feeds && lone === 0) notes.push('CRLF line ends');
  else if (crlf + lone > 0) notes.push('Mixed line ends');
  return notes;
}

/** `feeds`: all line feeds, those of CRLF too; `lone`: carriage returns alone. */
function lineEnds(text: string): { readonly crlf: number; readonly feeds: number; readonly lone: number } {
  let crlf = 0;
  let lone = 0;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) === 10) crlf++;
    else lone++;
  }
  let feeds = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) feeds++;
  return { crlf, feeds, lone };
}
