import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { acceptedCoding } from '../server/api/accept-encoding.ts';
import { loadAssets } from '../server/api/assets.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { compressPage } from '../tools/compress-page.ts';
import { withApp } from './support/app.ts';

const ALL = ['identity', 'br', 'gzip'];

describe('the coding of an answer', () => {
  test.each<[string | undefined, string | null]>([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['x-gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.9', 'gzip'],
    ['br; q=1.0 , gzip ;q=1.0', 'br'],
    ['identity, br;q=0.1', 'identity'],
    ['identity;q=0', null],
    ['identity;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['*;q=0', null],
    ['*;q=0, gzip', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['deflate', 'identity'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['br;q=2, gzip', 'gzip'],
    ['br;q=x', 'identity'],
    ['gzip;q=0.001', 'gzip'],
    ['brotli', 'identity'],
    ['__proto__', 'identity'],
  ])('%j is answered with %j', (header, coding) => {
    expect(acceptedCoding(header, ALL)).toBe(coding);
  });

  test('is one of those there are', () => {
    expect(acceptedCoding('br, gzip', ['identity'])).toBe('identity');
    expect(acceptedCoding('br, gzip', ['identity', 'gzip'])).toBe('gzip');
    expect(acceptedCoding('identity;q=0, br', ['identity'])).toBe(null);
  });
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly bytes: Buffer;
}
/** Without a client that decodes by itself. */
function ask(origin: string, path: string, method: string, accept?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = accept === undefined ? {} : { 'accept-encoding': accept };
    const outgoing = request(new URL(path, origin), { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

/** A built page in a folder of its own: the real one where it is built, and files of every kind. */
async function withPage(use: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'hookglass-page-'));
  if (existsSync(rendererDir)) cpSync(rendererDir, dir, { recursive: true });
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    if (/\.(?:br|gz)$/.test(name)) rmSync(join(dir, name));
  mkdirSync(join(dir, 'assets'), { recursive: true });
  const made = {
    'index.html': '<p>page',
    'assets/a-1.js': 'let a = 1;\n'.repeat(500),
    'assets/b-2.css': 'a{}',
    'c.svg': '<svg/>',
  };
  for (const [name, text] of Object.entries(made))
    if (!existsSync(join(dir, name))) writeFileSync(join(dir, name), text);
  writeFileSync(join(dir, 'assets/face-3.woff2'), Buffer.alloc(3_000, 'wOF2'));
  const build = compressPage().writeBundle as (options: { dir: string }) => void;
  build({ dir });
  try {
    await use(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('the files of the page', () => {
  test('are compressed by the build, and each form decodes to the same bytes', async () => {
    await withPage(async (dir) => {
      const assets = loadAssets(dir);
      expect([...assets.keys()].filter((path) => /\.(?:br|gz|md)$/.test(path))).toEqual([]);
      for (const [path, { forms }] of assets) {
        const plain = readFileSync(join(dir, path === '/' ? 'index.html' : path));
        expect(forms['identity']?.equals(plain), path).toBe(true);
        if (forms['br'] !== undefined) expect(brotliDecompressSync(forms['br']).equals(plain), path).toBe(true);
        if (forms['gzip'] !== undefined) expect(gunzipSync(forms['gzip']).equals(plain), path).toBe(true);
      }
      expect(Object.keys(assets.get('/assets/a-1.js')?.forms ?? {}).sort()).toEqual(['br', 'gzip', 'identity']);
      expect(Object.keys(assets.get('/assets/face-3.woff2')?.forms ?? {})).toEqual(['identity']);
    });
  });

  test('are sent in the form that was asked for, with its length and the same headers to HEAD', async () => {
    await withPage(async (dir) => {
      const decode = { identity: (bytes: Buffer) => bytes, br: brotliDecompressSync, gzip: gunzipSync } as const;
      await withApp(
        async (app) => {
          for (const [path, { forms, immutable }] of loadAssets(dir)) {
            for (const coding of ['identity', 'br', 'gzip'] as const) {
              const sent = forms[coding] === undefined ? 'identity' : coding;
              const got = await ask(app.origin, path, 'GET', coding);
              const told = `${path} as ${coding}`;
              expect(got.status, told).toBe(200);
              expect(got.headers['content-encoding'], told).toBe(sent === 'identity' ? undefined : sent);
              expect(got.headers['vary'], told).toBe(Object.keys(forms).length > 1 ? 'Accept-Encoding' : undefined);
              expect(got.headers['content-length'], told).toBe(String(forms[sent]?.length));
              expect(decode[sent](got.bytes).equals(forms['identity'] as Buffer), told).toBe(true);
              expect(String(got.headers['cache-control']).includes('immutable'), told).toBe(immutable);
              const head = await ask(app.origin, path, 'HEAD', coding);
              expect([head.status, head.bytes.length], told).toEqual([200, 0]);
              const { date: _one, ...gotHeaders } = got.headers;
              const { date: _other, ...headHeaders } = head.headers;
              expect(headHeaders, told).toEqual(gotHeaders);
            }
            expect((await ask(app.origin, path, 'GET')).bytes.equals(forms['identity'] as Buffer), path).toBe(true);
            const none = await ask(app.origin, path, 'GET', 'identity;q=0, deflate');
            expect([none.status, JSON.parse(none.bytes.toString()).code], path).toEqual([406, 'no-encoding']);
          }
        },
        { rendererDir: dir },
      );
    });
  });
});
