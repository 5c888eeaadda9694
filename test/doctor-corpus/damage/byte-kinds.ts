import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { genuine, withBody } from '../case.ts';
import { BOM, base64, body, ENCODED, type Kind, RESERIALIZED, text } from './kind.ts';

const compressed = (kind: string, made: (bytes: Uint8Array) => Uint8Array, coding: string | null): Kind => ({
  kind,
  causes: ['compressed-body'],
  damage: (of) => {
    const packed = withBody(of, made(of.request.body));
    return coding === null
      ? packed
      : {
          ...packed,
          request: { ...packed.request, headers: [...packed.request.headers, ['Content-Encoding', coding]] },
        };
  },
});

/** Bytes added or lost at the ends, other line ends, character sets and codings. */
export const BYTE_KINDS: readonly Kind[] = [
  { kind: 'newline added', causes: ['body-trailing-newline'], damage: body((t) => `${t}\n`) },
  { kind: 'CRLF added', causes: ['body-trailing-newline'], damage: body((t) => `${t}\r\n`) },
  { kind: 'blanks around', causes: ['body-trailing-newline'], damage: body((t) => ` ${t}  `) },
  { kind: 'newline before', causes: ['body-trailing-newline'], damage: body((t) => `\n${t}`) },
  { kind: 'NUL at the end', causes: ['body-trailing-newline'], damage: body((t) => `${t}\0`) },
  { kind: 'NULs padded to 1024', causes: ['body-trailing-newline'], damage: body((t) => t.padEnd(1024, '\0')) },
  { kind: 'ctrl-Z at the end', causes: ['body-trailing-newline'], damage: body((t) => `${t}\x1a`) },
  { kind: 'BOM added', causes: ['body-bom-added'], damage: body((_, b) => Buffer.concat([BOM, b])) },
  { kind: 'BOM as mojibake', causes: ['body-bom-added', 'body-charset-changed'], damage: body((t) => `ï»¿${t}`) },
  {
    kind: 'unix2dos',
    causes: ['line-endings-changed'],
    damage: body((t) => (/[^\r]\n/.test(t) ? t.replace(/\r?\n/g, '\r\n') : null)),
  },
  {
    kind: 'dos2unix',
    causes: ['line-endings-changed', 'body-trailing-newline'],
    damage: body((t) => (t.includes('\r\n') ? t.replaceAll('\r\n', '\n') : null)),
  },
  {
    kind: 'curl -d @file',
    causes: ['line-endings-changed', 'body-trailing-newline', 'body-reserialized'],
    damage: body((t) => (/[\r\n]/.test(t) ? t.replace(/[\r\n]/g, '') : null)),
  },
  {
    kind: 'tabs to blanks',
    causes: RESERIALIZED,
    damage: (of) => {
      const g = genuine(of.provider.id, JSON.stringify(JSON.parse(text(of)), null, '\t'));
      return withBody(g, text(g).replaceAll('\t', '    '));
    },
  },
  {
    kind: 'CESU-8',
    causes: ['body-charset-changed'],
    damage: body((t, b) => {
      const made = Buffer.concat(
        [...t].flatMap((c) =>
          c.length === 1
            ? [Buffer.from(c)]
            : [...c].length === 1 && c.length === 2
              ? [0, 1].map((i) => {
                  const u = c.charCodeAt(i);
                  return Buffer.from([0xe0 | (u >> 12), 0x80 | ((u >> 6) & 63), 0x80 | (u & 63)]);
                })
              : [Buffer.from(c)],
        ),
      );
      return made.equals(b) ? null : made;
    }),
  },
  {
    kind: 'latin1 read twice',
    causes: ['body-charset-changed'],
    damage: body((t) => {
      const once = Buffer.from(Buffer.from(t).toString('latin1'));
      const twice = Buffer.from(once.toString('latin1'));
      return /[^\0-\x7f]/.test(t) ? twice : null;
    }),
  },
  {
    kind: 'NFD',
    causes: ['body-charset-changed'],
    damage: body((t) => (t.normalize('NFD') === t ? null : t.normalize('NFD'))),
  },
  compressed('gzip, header kept', (b) => gzipSync(b), 'gzip'),
  compressed('gzip, header lost', (b) => gzipSync(b), null),
  compressed('deflate', (b) => deflateSync(b), 'deflate'),
  compressed('deflate, header lost', (b) => deflateSync(b), null),
  compressed('raw deflate', (b) => deflateRawSync(b), 'deflate'),
  compressed('raw deflate, header lost', (b) => deflateRawSync(b), null),
  compressed('brotli', (b) => brotliCompressSync(b), 'br'),
  compressed('brotli, header lost', (b) => brotliCompressSync(b), null),
  compressed('zstd', (b) => zstdCompressSync(b), 'zstd'),
  compressed('zstd, header lost', (b) => zstdCompressSync(b), null),
  compressed('gzip twice', (b) => gzipSync(gzipSync(b)), 'gzip, gzip'),
  compressed('gzip in brotli', (b) => brotliCompressSync(gzipSync(b)), 'gzip, br'),
  compressed('two gzip members', (b) => Buffer.concat([gzipSync(b.subarray(0, 20)), gzipSync(b.subarray(20))]), 'gzip'),
  { kind: 'base64 of gzip', causes: ['compressed-body', ...ENCODED], damage: body((_, b) => base64(gzipSync(b))) },
  ...[1, 6, 9].map(
    (level): Kind => ({
      kind: `gunzipped, was gzip -${level}`,
      causes: ['compressed-body'],
      damage: (of) => {
        const packed = gzipSync(of.request.body, { level });
        const g = genuine(of.provider.id, packed);
        return withBody(g, gunzipSync(packed));
      },
    }),
  ),
  {
    kind: 'inflated, was deflate',
    causes: ['compressed-body'],
    damage: (of) => {
      const g = genuine(of.provider.id, deflateSync(of.request.body));
      return withBody(g, of.request.body);
    },
  },
  {
    kind: 'was brotli',
    causes: ['compressed-body'],
    damage: (of) => {
      const g = genuine(of.provider.id, brotliCompressSync(of.request.body));
      return withBody(g, of.request.body);
    },
  },
  {
    kind: 'was zstd',
    causes: ['compressed-body'],
    damage: (of) => {
      const g = genuine(of.provider.id, zstdCompressSync(of.request.body));
      return withBody(g, of.request.body);
    },
  },
];
