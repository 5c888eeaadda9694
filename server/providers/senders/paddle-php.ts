import type { FormField } from '../reading/form.ts';

/** PHP's serialize() of a form whose fields are sorted by name (ksort), all values text. Lengths are bytes of UTF-8. */
export function phpSerialize(fields: readonly FormField[]): Uint8Array {
  const unique = [...new Map(fields).entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const items = unique.map(([name, value]) => `${phpString(name)}${phpString(value)}`).join('');
  return Buffer.from(`a:${unique.length}:{${items}}`, 'utf8');
}

const phpString = (text: string): string => `s:${Buffer.byteLength(text, 'utf8')}:"${text}";`;
