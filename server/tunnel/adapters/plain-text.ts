/** CSI and OSC sequences (ECMA-48): colours, cursor moves, titles, links. */
const ESCAPES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\^_]/g;
/** Control characters, and those that hide or turn round what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** What a program or server of someone else said, as plain words for people: no escape sequences, one line, at most `mostChars`. */
export function plainText(said: string, mostChars: number): string {
  return said.slice(0, mostChars).replace(ESCAPES, '').replace(UNSEEN, ' ').trim();
}
