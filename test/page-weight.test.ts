import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { buildIfStale, ROOT } from '../tools/build.ts';

const PAGE = join(ROOT, 'dist/renderer');
const MOST_BYTES = 150 * 1024;

beforeAll(() => buildIfStale('everything'), 120_000);

const read = (file: string): string => readFileSync(join(PAGE, file), 'utf8');
const gzipBytes = (file: string): number => gzipSync(read(file), { level: 9 }).length;

/** What index.html names: scripts, style sheets, and modules fetched ahead. */
function namedByPage(): readonly string[] {
  const tags = read('index.html').match(/<(?:script|link)\b[^>]*>/g) ?? [];
  return tags
    .filter((tag) => tag.startsWith('<script') || /\brel="(?:stylesheet|modulepreload|preload)"/.test(tag))
    .map((tag) => /\b(?:src|href)="\.\/([^"]+)"/.exec(tag)?.[1] ?? '')
    .filter((file) => /\.(?:js|css)$/.test(file));
}

/** The files that a script cannot run without. */
function imports(file: string): readonly string[] {
  if (!file.endsWith('.js')) return [];
  return parseAst(read(file)).body.flatMap((node) =>
    'source' in node && node.source ? [join(file, '..', String(node.source.value))] : [],
  );
}

/** Everything that must be there before the page runs, in the order in which it is found. */
function firstLoad(): readonly string[] {
  const files = ['index.html', ...namedByPage()];
  for (const file of files) for (const next of imports(file)) if (!files.includes(next)) files.push(next);
  return files;
}

test('what the list waits for is at most 150 KB in gzip: HTML, styles and scripts, without faces', () => {
  const files = firstLoad();
  expect(files.filter((file) => file.endsWith('.js')).length).toBeGreaterThan(1);
  expect(files.some((file) => file.endsWith('.css'))).toBe(true);
  const total = files.reduce((sum, file) => sum + gzipBytes(file), 0);
  const counted = files.map((file) => `${String(gzipBytes(file)).padStart(7)}  ${file}`).join('\n');
  expect(total, `${total} bytes of ${MOST_BYTES}:\n${counted}`).toBeLessThanOrEqual(MOST_BYTES);
});

test('menus, dialogs, the editor and the QR code are not part of it', () => {
  const first = firstLoad();
  const later = readdirSync(join(PAGE, 'assets'))
    .map((name) => `assets/${name}`)
    .filter((file) => file.endsWith('.js') && !first.includes(file));
  // Words that only their code has: each is somewhere, and not here.
  for (const word of ['MenuContent', 'DismissableLayer', 'cm-content', 'cmdk-', 'alphanumeric']) {
    const has = (file: string): boolean => read(file).includes(word);
    expect([word, first.some(has), later.some(has)]).toEqual([word, false, true]);
  }
});
