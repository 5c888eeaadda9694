import { INVISIBLE_CLASS } from './invisibles.ts';

const NOT_IN_NAMES = new RegExp(`${INVISIBLE_CLASS}|[\\n\\t\\u200d/\\\\:*?"<>|]`, 'gu');
const LONGEST = 120;

/**
 * A name that a sender gave, as the name of a file: nothing that hides or turns its ending round, no folder, no device of
 * Windows, no hidden file, of a length that every file system takes. The ending stays where the name is cut.
 */
export function fileName(given: string): string {
  const name = given.replace(NOT_IN_NAMES, '_').replace(/^[.\s]+|[.\s]+$/gu, '');
  const ending = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? '';
  const cut = [...name].length > LONGEST ? `${[...name].slice(0, LONGEST - ending.length).join('')}${ending}` : name;
  if (cut === '') return 'body.bin';
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(cut) ? `_${cut}` : cut;
}
