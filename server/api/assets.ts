import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface Asset {
  readonly type: string;
  /** Its bytes by content coding: `identity`, and `br` and `gzip` where the build made them because they are smaller. */
  readonly forms: Readonly<Record<string, Buffer>>;
  /** Its name carries a hash of its content. */
  readonly immutable: boolean;
}
/** Files of the user interface by path. A constant table: no path of a request ever touches the disk. */
export type Assets = ReadonlyMap<string, Asset>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

/** Endings that the build gives to compressed files, by content coding; the smallest first. */
const COMPRESSED = { br: '.br', gzip: '.gz' } as const;

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Hookglass</title>
<p>The user interface is not built yet. Run <code>npm run build</code>, or start with <code>npm start</code>, which builds it.</p></html>`;

/** Load the built renderer from `dir`. Without one, `/` says how to build it. */
export function loadAssets(dir: string): Assets {
  const assets = new Map<string, Asset>();
  if (existsSync(join(dir, 'index.html'))) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(dir.length).replaceAll('\\', '/');
      assets.set(path, { type, forms: readForms(file), immutable: path.startsWith('/assets/') });
    }
  }
  const index = assets.get('/index.html');
  assets.set(
    '/',
    index ?? { type: TYPES['.html'] as string, forms: { identity: Buffer.from(NOT_BUILT) }, immutable: false },
  );
  return assets;
}

function readForms(file: string): Readonly<Record<string, Buffer>> {
  const forms: Record<string, Buffer> = { identity: readFileSync(file) };
  for (const [coding, ending] of Object.entries(COMPRESSED))
    if (existsSync(file + ending)) forms[coding] = readFileSync(file + ending);
  return forms;
}
