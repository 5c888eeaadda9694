import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { Request } from '../server/contract/request.ts';
import { toCurl } from '../server/fixtures/curl.ts';
import { type RawRecorder, type RecordedRequest, startRawRecorder } from './support/raw-recorder.ts';

const run = promisify(execFile);
const has = (program: string): boolean => spawnSync(program, ['-c', 'exit']).error === undefined;
const SHELLS = ['bash', 'zsh'] as const;

let recorder: RawRecorder;
let folder: string;
beforeAll(async () => {
  recorder = await startRawRecorder({
    answer: ({ requestLine, body }) => {
      // After a HEAD with a body curl waits for content that is announced; after one without it does not.
      if (!requestLine.startsWith('HEAD ')) return 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
      return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length > 0 ? 0 : 2}\r\n\r\n`;
    },
  });
  folder = mkdtempSync(join(tmpdir(), 'hookglass-curl-'));
});
afterAll(async () => {
  await recorder.close();
  rmSync(folder, { recursive: true });
});

/** Run the commands one after the other in a real shell; what the recorder saw of them. */
async function runIn(shell: string, deliveries: readonly Request[]): Promise<readonly RecordedRequest[]> {
  const script = deliveries.map((delivery) => toCurl(delivery, { url: `${recorder.url}${delivery.target}` }).command);
  const file = join(folder, 'script.sh');
  writeFileSync(file, script.join('\n'));
  const before = recorder.requests.length;
  const { stderr } = await run(shell, [file], { cwd: folder, maxBuffer: 1e8, encoding: 'latin1' });
  expect(stderr).toBe('');
  return recorder.requests.slice(before);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const lengthOf = (body: Uint8Array): HeaderLine => ['Content-Length', String(body.length)];

function delivery(change: Partial<Request> = {}): Request {
  const body = change.body ?? Buffer.alloc(0);
  const headers: HeaderLine[] = [['Host', 'x'], ...(body.length === 0 ? [] : [lengthOf(body)])];
  return { method: 'POST', target: '/hook', httpVersion: '1.1', headers, trailers: [], body, ...change };
}

/** Order among lines of one name counts; curl moves some lines and writes Content-Length itself. */
function byName(lines: readonly (readonly [string, string])[]): Record<string, readonly string[]> {
  const groups = Object.groupBy(lines, ([name]) => name.toLowerCase());
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [name, (group ?? []).map(([, value]) => value)]),
  );
}

function expectSame(got: RecordedRequest | undefined, sent: Request): void {
  expect(got?.requestLine).toBe(`${sent.method} ${sent.target} HTTP/${sent.httpVersion}`);
  expect(byName(got?.headers ?? [])).toEqual(byName(sent.headers));
  expect(sha256(got?.body ?? Buffer.from('nothing arrived'))).toBe(sha256(sent.body));
}

const BODIES: readonly (readonly [name: string, body: Buffer])[] = [
  ['empty', Buffer.alloc(0)],
  ['JSON', Buffer.from('{"a": [1, "two", {"three": null}]}')],
  ['quotes', Buffer.from(`it's "quoted" '' """ '\\'' \\" \\`)],
  ['expansions', Buffer.from('$HOME $(id) `id` $((1+1)) ~ * ? [a-z] {a,b} !! !x #c ; & | < > \\n %s %%')],
  ['newlines', Buffer.from('\n\na\nb\r\nc\r\n\n')],
  ['tabs and a trailing backslash', Buffer.from('\ta\tb\\')],
  ['a heredoc delimiter', Buffer.from('BODY\nEOF\nBODY\n\0')],
  ['what curl takes for a file', Buffer.from('@/etc/passwd')],
  ['what curl takes for an option', Buffer.from('--url http://other.example -X DELETE')],
  ['Unicode', Buffer.from('héllo ✓ 日本語 \u{1f600} \u202e\u200b\ufeff')],
  ['a BOM', Buffer.from('\ufeff{}')],
  ['a NUL', Buffer.from([0])],
  ['NUL in text', Buffer.from('a\0b\0')],
  ['every byte', Buffer.from(Array.from({ length: 256 }, (_, at) => at))],
  ['invalid UTF-8', Buffer.from([0xc3, 0x28, 0xed, 0xa0, 0x80, 0xff])],
  ['control characters', Buffer.from('\x01\x1b[31m\x7f\b')],
  ['gzip', gzipSync('{"a":1}')],
  ['text just within one argument', Buffer.from(`'${'é'.repeat(49_999)}'`)],
  ['text beyond one argument', Buffer.from('line of text $X `y`\n'.repeat(10_000))],
  ['1 MB of bytes', Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => (at * 7919 + (at >> 8)) & 0xff))],
];

describe.each(SHELLS)('the exported cURL in %s', (shell) => {
  const found = has(shell);
  beforeEach(({ skip }) => skip(!found, `${shell} is not installed here`));

  test.each(BODIES)('sends the same bytes: %s', async (_name, body) => {
    const sent = delivery({ body, headers: [['Host', 'x'], lengthOf(body)] });
    const [got, ...more] = await runIn(shell, [sent]);
    expect(more).toEqual([]);
    expectSame(got, sent);
  });

  test('sends the same head, whatever is in it', async () => {
    const oddities: readonly Request[] = [
      delivery({ headers: [] }),
      delivery({ headers: [['Host', '']] }),
      delivery({ headers: [['Host', recorder.url.slice(7)]] }),
      delivery({ httpVersion: '1.0', headers: [lengthOf(Buffer.from('x'))], body: Buffer.from('x') }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['X-A', '1'],
          ['x-a', '2'],
          ['X-A', ''],
          ['X-B', ' inner  blanks'.trim()],
        ],
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['X-N', 'caf\xe9 \x80\xff'],
          ['X-T', 'a\tb'],
          ['X-Q', `'"\\$X\`id\`!x;`],
        ],
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ["X'`$&|!#*", 'odd name'],
          ['X-At', '@/etc/passwd'],
          ['X-Semi', ';'],
        ],
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['Accept', 'a'],
          ['accept', 'b'],
          ['User-Agent', ''],
          ['Cookie', 'a=1'],
          ['cookie', 'b'],
        ],
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['Authorization', 'Bearer s3cret'],
          ['Accept-Encoding', 'gzip, br'],
          ['Connection', 'close'],
        ],
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['Connection', 'Upgrade'],
          ['Upgrade', 'websocket'],
          ['TE', 'trailers'],
        ],
      }),
      delivery({
        headers: [['Host', 'x'], ['Content-Type', 'a/b'], ['content-type', 'c/d'], lengthOf(Buffer.from('ab'))],
        body: Buffer.from('ab'),
      }),
      delivery({
        headers: [['Host', 'x'], ['Content-Type', ''], lengthOf(Buffer.from('ab'))],
        body: Buffer.from('ab'),
      }),
      delivery({
        headers: [['Host', 'x'], ['Expect', '100-continue'], lengthOf(Buffer.from('ab'))],
        body: Buffer.from('ab'),
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['transfer-encoding', 'chunked'],
        ],
        body: Buffer.from('a\0b'),
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['Transfer-Encoding', 'chunked'],
        ],
      }),
      delivery({
        headers: [
          ['Host', 'x'],
          ['X-Long', 'v'.repeat(65_536)],
        ],
      }),
      ...[
        '/%zz?a=%',
        '/%c3%A9',
        '/caf\xe9',
        '/a/../b/./c//d/..',
        '/[1]{2}?q[]=1',
        `/'"<>\\^\`{|}!$&;*#frag`,
        '/?',
        '/@x',
        '/-X',
        `/${'a'.repeat(12_000)}`,
      ].map((target) => delivery({ target })),
      ...['GET', 'HEAD', 'DELETE', 'OPTIONS', 'PURGE', 'TRACE', 'QUERY', "A'B", '!$`&|#'].flatMap((method) => [
        delivery({ method, body: Buffer.from('ab') }),
        ...(method === 'HEAD' ? [] : [delivery({ method })]),
      ]),
    ];
    const got = await runIn(shell, oddities);
    for (const [at, sent] of oddities.entries()) expectSame(got[at], sent);
    expect(got.length).toBe(oddities.length);
  });

  test('HEAD without a body ends though the answer announces content', async () => {
    const sent = delivery({ method: 'HEAD' });
    const [got] = await runIn(shell, [sent]);
    expectSame(got, sent);
  });

  test('sends 150 requests made of dangerous pieces unchanged', async () => {
    const random = randomFrom(20_261_121);
    const many = Array.from({ length: 150 }, () => randomDelivery(random));
    const got = await runIn(shell, many);
    for (const [at, sent] of many.entries()) expectSame(got[at], sent);
    expect(got.length).toBe(many.length);
  });
});

describe('the exported cURL', () => {
  test('can be typed into an interactive bash, history expansion and all', async () => {
    const body = Buffer.from(`!! !x "!y" '!z' \t!w`);
    const sent = delivery({ body, headers: [['Host', 'x'], ['X-H', '!! !$'], lengthOf(body)] });
    const { command } = toCurl(sent, { url: `${recorder.url}/hook` });
    const before = recorder.requests.length;
    const child = run('bash', ['--norc', '--noprofile', '-i', '+o', 'emacs'], {
      env: { ...process.env, HISTFILE: '' },
    });
    child.child.stdin?.end(`set -H\n${command}\n`);
    await child;
    expectSame(recorder.requests[before], sent);
  });

  test('runs in plain sh as long as nothing needs escaping', async () => {
    const body = Buffer.from(`{"it's": "$HOME \`id\`",\n "b": "\\\\"}\n`);
    const piped = Buffer.from([0, 1, 2, 255]);
    const sent = [delivery({ body }), delivery({ body: piped })];
    const got = await runIn('sh', sent);
    for (const [at, one] of sent.entries()) expectSame(got[at], one);
  });

  test.each(['bash', 'zsh', 'sh', 'dash', 'fish'].filter(has))(
    'runs nothing of what was captured, though %s may not know its quotes',
    async (shell) => {
      const canary = join(folder, `canary-${shell}`);
      const touch = `touch ${canary}`;
      const breakouts = [
        `'; ${touch}; '`,
        `\\'; ${touch}; #`,
        `\\`,
        `; ${touch} #'`,
        `$(${touch})`,
        `\n${touch}\n`,
        `!${touch}`,
      ];
      const pieces = ['', '\xe9', '\t', '\\', "'"].flatMap((before) => breakouts.map((text) => before + text));
      const odd = pieces.map((text) => {
        const inHeader = text.replaceAll('\n', ' ').trim();
        return delivery({
          target: `/hook?${text.replaceAll(/\s/g, '%20')}`,
          headers: [
            ['Host', 'x'],
            ['X-A', inHeader],
            ['X-B', `; ${touch}; ${inHeader}`],
          ],
          body: Buffer.from(text, 'latin1'),
        });
      });
      for (const one of odd) {
        const { command } = toCurl(one, { url: `${recorder.url}${one.target}` });
        const words = command.replaceAll('curl -sS', 'curl -sS --max-time 5');
        await run(shell, ['-c', words], { cwd: folder, encoding: 'latin1' }).catch(() => undefined);
        expect(existsSync(canary), words).toBe(false);
      }
    },
  );

  test('is ASCII and reads like the delivery', () => {
    const body = Buffer.from('{"name":"it\'s"}');
    const headers: HeaderLine[] = [
      ['Host', 'hooks.example'],
      ['Content-Type', 'application/json'],
      ['User-Agent', 'S/1'],
      ['Accept', '*/*'],
      lengthOf(body),
    ];
    const { command, bodyFile, notes } = toCurl(delivery({ headers, body }), { url: 'https://hooks.example/e/1?a=b' });
    expect(command).toBe(
      [
        'curl -sS -i --http1.1 --path-as-is --globoff -X POST \\',
        "  -H 'Content-Type: application/json' \\",
        "  -H 'User-Agent: S/1' \\",
        "  -H 'Accept: */*' \\",
        `  --data-binary '{"name":"it'\\''s"}' \\`,
        "  'https://hooks.example/e/1?a=b'",
      ].join('\n'),
    );
    expect(bodyFile).toBe(null);
    expect(notes).toEqual([]);
    const odd = toCurl(delivery({ body: Buffer.from('é\u202e'), headers: [['X', '\xe9']] }), { url: 'http://h/\xe9' });
    expect(odd.command).toMatch(/^[\n\x20-\x7e]+$/);
  });

  test('can leave the body in a file beside it', async () => {
    const body = Buffer.from([0, 1, 2, 255]);
    const sent = delivery({ body });
    const { command, bodyFile } = toCurl(sent, { url: `${recorder.url}/hook`, bodyFileName: "delivery 1's.body" });
    expect(bodyFile?.name).toBe("delivery 1's.body");
    writeFileSync(join(folder, "delivery 1's.body"), bodyFile?.bytes ?? '');
    const before = recorder.requests.length;
    await run('bash', ['-c', command], { cwd: folder });
    expectSame(recorder.requests[before], sent);
  });

  test('says what it leaves out, and refuses what is no address', () => {
    const { notes } = toCurl(
      delivery({
        trailers: [['X-T', '1']],
        headers: [
          ['Host', 'a'],
          ['host', 'b'],
          ['Transfer-Encoding', 'chunked'],
        ],
      }),
      { url: recorder.url },
    );
    expect(notes).toEqual([
      'cURL cannot send trailers; they are left out.',
      'cURL sends one Host line only; the first one is kept.',
    ]);
    expect(() => toCurl(delivery(), { url: 'file:///etc/passwd' })).toThrow(/http or https URL/);
  });
});

/** A small linear congruential generator, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomDelivery(random: (below: number) => number): Request {
  const pieces = [
    "'",
    '"',
    '\\',
    '$',
    '`',
    '!',
    '\n',
    '\r',
    '\t',
    ' ',
    '#',
    ';',
    '&',
    '(',
    ')',
    '%',
    '@',
    '*',
    'a',
    'BODY',
    '$(id)',
    'é',
    '✓',
    '--',
    '<<',
  ];
  const text = (from: readonly string[], most: number): string =>
    Array.from({ length: random(most + 1) }, () => from[random(from.length)]).join('');
  const latin1 = pieces.filter((piece) => /^[\x20-\xff]*$/.test(piece));
  const inTarget = latin1.filter((piece) => piece !== ' ');
  const bodyText = Buffer.from(text(pieces, 40));
  const noise = Buffer.from(Array.from({ length: random(60) }, () => random(256)));
  const body = random(3) === 0 ? noise : bodyText;
  const headers: HeaderLine[] = [['Host', 'x'], lengthOf(body)];
  for (let at = random(4); at > 0; at--) headers.push([`X-${random(3)}`, text(latin1, 12).trim()]);
  return delivery({ method: 'PUT', target: `/${text(inTarget, 12)}`, headers, body });
}
