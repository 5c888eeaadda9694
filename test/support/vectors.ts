import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vector } from '../../server/providers/vectors.ts';

const folder = join(import.meta.dirname, '..', 'vectors');

/** Ids of the providers that have a folder of vectors. */
export const providersWithVectors: readonly string[] = readdirSync(folder).filter((name) =>
  existsSync(join(folder, name, 'signatures.json')),
);

/** The signed examples of a provider. */
export const vectorsOf = (provider: string): readonly Vector[] =>
  JSON.parse(readFileSync(join(folder, provider, 'signatures.json'), 'utf8')) as readonly Vector[];

/** Any other file of a provider's folder: parsed when it is JSON, else as text. */
export function vectorFile(provider: string, name: string): unknown {
  const text = readFileSync(join(folder, provider, name), 'utf8');
  return name.endsWith('.json') ? (JSON.parse(text) as unknown) : text;
}
