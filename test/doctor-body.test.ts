import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { DiagnosisCode } from '../server/doctor/codes.ts';
import { arrived, ask, captured, pairs, plain, post, signed, timed, withRecorder } from './doctor-support.ts';
import { has, through } from './doctor-tools.ts';

const BODY =
  '{"id":"evt_1","amount":1250,"name":"Zoë ☃ 👍","link":"https://a.example/b?c=1&d=<2>","list":[1,{"b":null,"a":true},[]],"more":{}}';
const LINES = 'first line\nsecond line\nthird ☃';

interface Damage {
  readonly by: string;
  readonly needs?: string;
  readonly sent?: string;
  readonly code: DiagnosisCode;
  readonly damage: (body: Uint8Array) => Uint8Array;
}

const python = (program: string) => (body: Uint8Array) =>
  through(body, 'python3', '-c', `import sys,json\nb=sys.stdin.buffer.read()\n${program}`);
const text = (change: (body: string) => string) => (body: Uint8Array) =>
  Buffer.from(change(Buffer.from(body).toString()));

const DAMAGES: readonly Damage[] = [
  {
    by: 'JSON.stringify with 2 blanks',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body), null, 2)),
  },
  {
    by: 'JSON.stringify with tabs',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body), null, '\t')),
  },
  {
    by: 'json.dumps of Python',
    needs: 'python3',
    code: 'body-reserialized',
    damage: python('sys.stdout.write(json.dumps(json.loads(b)))'),
  },
  {
    by: 'Python with another key order, of a sender that sorts',
    needs: 'python3',
    sent: '{"a":1,"b":{"c":2,"d":3}}',
    code: 'body-reserialized',
    damage: python('d=json.loads(b); print(json.dumps({"b":{"d":3,"c":2},"a":1},indent=1),end="")'),
  },
  {
    by: 'json.tool of Python',
    needs: 'python3',
    code: 'body-reserialized',
    damage: (body) => through(body, 'python3', '-m', 'json.tool', '--no-ensure-ascii'),
  },
  { by: 'jq', needs: 'jq', code: 'body-reserialized', damage: (body) => through(body, 'jq', '.') },
  {
    by: 'JSON.parse dropping the zero of 2.50',
    sent: '{"price":2.50,"n":1,"tax":19.90}',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body))),
  },
  {
    by: 'JSON.parse dropping the zeros of 2.00',
    sent: '{"order_amount":2.00,"order":{"count":3}}',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body))),
  },
  {
    by: 'JSON.parse of what Python printed',
    sent: '{"a": 1, "b": "\\u00e9t\\u00e9", "c": []}',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body))),
  },
  {
    by: 'JSON.parse of what PHP printed',
    sent: '{"u":"https:\\/\\/a\\/b","n":"Zo\\u00eb","k":[1,2]}',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body), null, 2)),
  },
  {
    by: 'JSON.parse of what Go printed',
    sent: '{"html":"\\u003cb\\u003e \\u0026","n":1}',
    code: 'body-unicode-escaped',
    damage: text((body) => JSON.stringify(JSON.parse(body))),
  },
  {
    by: 'JSON.parse of what Jackson printed',
    sent: '{\n  "a" : 1,\n  "b" : [\n    1\n  ]\n}',
    code: 'body-reserialized',
    damage: text((body) => JSON.stringify(JSON.parse(body))),
  },
  {
    by: 'ensure_ascii of Python',
    needs: 'python3',
    code: 'body-unicode-escaped',
    damage: python('sys.stdout.write(json.dumps(json.loads(b),separators=(",",":")))'),
  },
  {
    by: 'JSON.stringify of escaped text',
    sent: '{"name":"Zo\\u00EB"}',
    code: 'body-unicode-escaped',
    damage: text((body) => JSON.stringify(JSON.parse(body))),
  },
  {
    by: 'echo',
    needs: 'sh',
    code: 'body-trailing-newline',
    damage: (body) => through(body, 'sh', '-c', 'b="$(cat)"; printf "%s\\n" "$b"'),
  },
  {
    by: 'command substitution',
    needs: 'sh',
    sent: `${BODY}\n`,
    code: 'body-trailing-newline',
    damage: (body) => through(body, 'sh', '-c', 'b="$(cat)"; printf %s "$b"'),
  },
  {
    by: 'sed writing CRLF',
    needs: 'sed',
    sent: LINES,
    code: 'line-endings-changed',
    damage: (body) => through(body, 'sed', '-z', 's/\\n/\\r\\n/g'),
  },
  {
    by: 'tr deleting CR',
    needs: 'tr',
    sent: LINES.replaceAll('\n', '\r\n'),
    code: 'line-endings-changed',
    damage: (body) => through(body, 'tr', '-d', '\\r'),
  },
  {
    by: 'utf-8-sig of Python',
    needs: 'python3',
    code: 'body-bom-added',
    damage: python('sys.stdout.buffer.write(b.decode().encode("utf-8-sig"))'),
  },
  {
    by: 'TextDecoder dropping the mark',
    sent: `\ufeff${BODY}`,
    code: 'body-bom-added',
    damage: (body) => Buffer.from(new TextDecoder().decode(body)),
  },
  {
    by: 'iconv to Latin-1',
    needs: 'iconv',
    sent: '{"name":"Zoë"}',
    code: 'body-charset-changed',
    damage: (body) => through(body, 'iconv', '-f', 'utf-8', '-t', 'latin1'),
  },
  {
    by: 'iconv to Windows-1252',
    needs: 'iconv',
    sent: '{"name":"5 € – Zoë"}',
    code: 'body-charset-changed',
    damage: (body) => through(body, 'iconv', '-f', 'utf-8', '-t', 'windows-1252'),
  },
  {
    by: 'iconv to UTF-16',
    needs: 'iconv',
    code: 'body-charset-changed',
    damage: (body) => through(body, 'iconv', '-f', 'utf-8', '-t', 'utf-16le'),
  },
  {
    by: 'Buffer read as latin1 and written as UTF-8',
    code: 'body-charset-changed',
    damage: (body) => Buffer.from(Buffer.from(body).toString('latin1'), 'utf8'),
  },
  {
    by: 'TextDecoder of windows-1252',
    code: 'body-charset-changed',
    damage: (body) => Buffer.from(new TextDecoder('windows-1252').decode(body)),
  },
  {
    by: 'a decoder that loses bytes',
    sent: '{"name":"Zo\xeb"}',
    code: 'body-charset-changed',
    damage: (body) => Buffer.from(Buffer.from(Buffer.from(body).toString(), 'latin1').toString('utf8')),
  },
  { by: 'gzip', needs: 'gzip', code: 'compressed-body', damage: (body) => through(body, 'gzip', '-c') },
  { by: 'head -c', needs: 'head', code: 'body-truncated', damage: (body) => through(body, 'head', '-c', '80') },
  { by: 'a stream that was read before', code: 'body-empty', damage: () => new Uint8Array() },
];

describe('what a tool did to the body is found and proven', () => {
  for (const { by, needs, sent = BODY, code, damage } of DAMAGES) {
    for (const provider of [plain, timed]) {
      test.skipIf(needs !== undefined && !has(needs))(
        `${by} (${provider.id}${needs === undefined ? '' : `; needs ${needs}`})`,
        () => {
          const request = signed(provider, { body: sent });
          const diagnosis = ask({ ...request, body: damage(request.body) }, provider);
          expect(diagnosis).toMatchObject({ code });
          expect(diagnosis.proof).not.toBeNull();
          expect(diagnosis.tried.map((one) => one.code)).not.toContain(code);
        },
      );
    }
  }
});

describe('forms', () => {
  const FORM = 'token=abc&text=hello%20w%C3%B6rld%21&user=a%2Bb&empty=&z=%7Ex*';
  const form = (body: string) =>
    signed(plain, { body, headers: [['Content-Type', 'application/x-www-form-urlencoded']] });
  test.each([
    ['URLSearchParams of JavaScript', (body: string) => new URLSearchParams(body).toString()],
    ['%20 written as +', (body: string) => body.replaceAll('%20', '+')],
    ['escapes in small letters', (body: string) => body.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())],
    [
      'JSON.stringify of the parsed form',
      (body: string) => JSON.stringify(Object.fromEntries(new URLSearchParams(body))),
    ],
  ])('%s is found', (_, change) => {
    const sent = 'token=abc&text=hello%20w%C3%B6rld&user=a%2Bb&z=1';
    const request = form(sent);
    expect(ask({ ...request, body: Buffer.from(change(sent)) }, plain)).toMatchObject({ code: 'body-reserialized' });
  });
  test.skipIf(!has('python3'))('urlencode of Python is found (needs python3)', () => {
    const request = form(FORM.replaceAll('*', '%2A').replaceAll('%7E', '~'));
    const body = through(
      request.body,
      'python3',
      '-c',
      'import sys,urllib.parse as u;sys.stdout.write(u.urlencode(u.parse_qsl(sys.stdin.read(),True)))',
    );
    expect(ask({ ...request, body }, plain)).toMatchObject({ code: 'body-reserialized' });
  });
  test('a changed field is not blamed on the printer', () => {
    const request = form(FORM);
    expect(ask({ ...request, body: Buffer.from(FORM.replace('abc', 'abd')) }, plain).code).toBeNull();
  });
});

describe('over the wire', () => {
  test('a JSON middleware in front of the app is found', async () => {
    await withRecorder(async (app, last) => {
      const original = signed(timed, { body: JSON.stringify(JSON.parse(BODY), null, 4) });
      await withProxy(
        app,
        (body) => Buffer.from(JSON.stringify(JSON.parse(body.toString()))),
        (proxy) => post(proxy, original),
      );
      expect(ask(arrived(original, last()), timed)).toMatchObject({ code: 'body-reserialized' });
    });
  });

  test('a proxy that decodes gzip is found', async () => {
    await withRecorder(async (app, last) => {
      const original = signed(plain, { body: gzipSync(BODY), headers: [['Content-Encoding', 'gzip']] });
      await withProxy(
        app,
        (body) => gunzipSync(body),
        (proxy) => post(proxy, original),
      );
      expect(ask(arrived(original, last()), plain)).toMatchObject({ code: 'compressed-body' });
    });
  });

  test('a proxy that compresses is found', async () => {
    await withRecorder(async (app, last) => {
      const original = signed(plain, { body: BODY });
      await withProxy(
        app,
        (body) => gzipSync(body),
        (proxy) => post(proxy, original),
      );
      expect(ask(arrived(original, last()), plain)).toMatchObject({ code: 'compressed-body' });
    });
  });

  test.skipIf(!has('curl'))('curl -d @file strips newlines, and is found (needs curl)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    try {
      await withRecorder(async (app, last) => {
        const original = signed(plain, { body: JSON.stringify(JSON.parse(BODY), null, 2) });
        const file = join(folder, 'body.json');
        writeFileSync(file, original.body);
        await promisify(execFile)('curl', ['-s', '-d', `@${file}`, app]);
        expect(last().body.byteLength).toBeLessThan(original.body.byteLength);
        expect(ask({ ...original, body: last().body }, plain)).toMatchObject({ code: 'body-reserialized' });
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.skipIf(!has('curl'))('curl --data-binary is not blamed (needs curl)', async () => {
    await withRecorder(async (app, last) => {
      const original = signed(plain, { body: `${BODY}\n\n` });
      await promisify(execFile)('curl', ['-s', '--data-binary', Buffer.from(original.body).toString(), app]);
      expect(ask({ ...original, body: last().body }, plain)).toMatchObject({
        code: null,
        sentence: 'The signature is valid.',
      });
    });
  });
});

describe('what the body itself tells', () => {
  test('fewer bytes than announced are a truncated body', () => {
    const request = signed(plain, { body: 'plain text that goes on', headers: [['Content-Length', '23']] });
    expect(ask({ ...request, body: request.body.subarray(0, 10) }, plain)).toMatchObject({ code: 'body-truncated' });
  });
  test('a digest header of another body proves that the body changed', () => {
    const request = signed(plain, { body: 'text', headers: [['Content-MD5', 'XUFAKrxLKna5cZ2REBfFkg==']] });
    expect(ask({ ...request, body: Buffer.from('texd') }, plain)).toMatchObject({ code: 'body-changed' });
  });
  test('the first difference is shown', () => {
    const request = signed(plain, { body: '{"a":1}' });
    const diagnosis = ask({ ...request, body: Buffer.from('{"a": 1}') }, plain);
    expect(diagnosis.difference).toEqual({ at: 5, received: ' 1}', signed: '1}' });
    expect(diagnosis.proof).toContain('7 bytes were signed, 8 arrived; they part at 5');
  });
  test('bodies that were not tampered with are not accused', () => {
    const tampered = { ...signed(plain, { body: BODY }), body: Buffer.from(BODY.replace('1250', '1251')) };
    expect(ask(tampered, plain).code).toBeNull();
    expect(
      ask(
        { ...captured({ body: BODY }), headers: tampered.headers, body: gzipSync(BODY.replace('1250', '1251')) },
        plain,
      ).code,
    ).toBeNull();
  });
});

/** A reverse proxy that sends every body on through `change`, with all headers but the framing. */
async function withProxy(
  app: string,
  change: (body: Buffer) => Uint8Array,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const proxy = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = change(Buffer.concat(parts));
      const kept = pairs(request.rawHeaders).filter(
        ([name]) => !/^(content-length|content-encoding|host)$/i.test(name),
      );
      const headers = [...kept, ['Content-Length', String(body.byteLength)], ['Host', new URL(app).host]].flat();
      send(app, { method: request.method ?? 'POST', headers }, (answer) => answer.pipe(response)).end(body);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  } finally {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  }
}
