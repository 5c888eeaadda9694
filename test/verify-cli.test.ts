import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import type { Arguments } from '../server/cli/command.ts';
import { verify } from '../server/cli/verify.ts';
import { Problem } from '../server/contract/problem.ts';
import type { Verification } from '../server/contract/verification.ts';
import { commandLine } from './support/command-line.ts';
import { hookglass, withDataDir, withServerProcess } from './support/hookglass-process.ts';
import { sendRaw } from './support/raw-client.ts';
import { githubHeader, stripeHeader } from './support/signed-delivery.ts';

const NOW_S = 1_768_478_400;
const BODY = '{"id":"evt_1","amount":4200}';
const SECRET = 'whsec_right';

/** A folder with a signed request, and a way to run `verify --http` on it. */
async function withFiles(
  use: (files: {
    put(name: string, text: string): string;
    readonly http: string;
    readonly secret: string;
    verify: (...words: string[]) => ReturnType<typeof commandLine>;
  }) => Promise<void>,
): Promise<void> {
  await withDataDir(async (dir) => {
    const put = (name: string, text: string): string => {
      writeFileSync(join(dir, name), text, 'latin1');
      return join(dir, name);
    };
    const [name, value] = stripeHeader(SECRET, BODY, NOW_S);
    const http = put('request.http', `POST /hooks HTTP/1.1\r\nHost: example.com\r\n${name}: ${value}\r\n\r\n${BODY}`);
    const secret = put('secret', SECRET);
    const missing = join(dir, 'no-data-folder');
    const run = (...words: string[]) => {
      const given = (flag: string, otherwise: readonly string[]) => (words.includes(flag) ? [] : otherwise);
      return commandLine(
        missing,
        'verify',
        ...given('--http', ['--http', http]),
        ...given('--provider', ['--provider', 'stripe']),
        ...given('--secret-file', ['--secret-file', secret]),
        ...words,
      );
    };
    await use({ put, http, secret, verify: run });
    expect(readdirSync(dir)).not.toContain('no-data-folder');
  });
}

test('a saved request is checked with no server and no data folder', async () => {
  await withFiles(async ({ put, verify }) => {
    const good = await verify('--now', String(NOW_S));
    expect([good.code, good.stdout.toString()]).toEqual([
      0,
      expect.stringContaining('  valid  The signature fits these bytes.\n'),
    ]);

    const stale = await verify('--now', String(NOW_S + 3_600));
    expect([stale.code, stale.stdout.toString()]).toEqual([0, expect.stringContaining('  valid, but stale  ')]);

    const bad = await verify('--now', String(NOW_S), '--secret-file', put('other', `"${SECRET}"`), '--json');
    const found = JSON.parse(bad.stdout.toString()) as Verification;
    expect(bad.code).toBe(1);
    expect(found.verdict).toMatchObject({ kind: 'invalid', cause: 'secret-quoted' });

    const told = await verify('--now', String(NOW_S), '--secret-file', put('other', `"${SECRET}"`));
    expect(told.stdout.toString()).toMatch(
      / {2}invalid {2}.*\n {2}cause {2}secret-quoted\n {2}proof {2}.*\n {2}fix {4}.*\n$/,
    );
    expect(`${told.stdout}${told.stderr}${bad.stdout}`).not.toContain(SECRET);
  });
});

test('exactly one line feed at the end of the secret file is not part of the secret, and the help says so', async () => {
  await withFiles(async ({ put, verify }) => {
    const codes = async (text: string) => (await verify('--now', String(NOW_S), '--secret-file', put('s', text))).code;
    expect(await codes(`${SECRET}\n`)).toBe(0);
    expect(await codes(`${SECRET}\r\n`)).toBe(0);
    expect(await codes(`${SECRET}\n\n`)).toBe(1);
    expect(await codes(`${SECRET} `)).toBe(1);
    expect((await verify('--help')).stdout.toString()).toContain('one line feed at its end');
  });
});

test('second inputs, a public URL and a recipe come from flags and files', async () => {
  await withFiles(async ({ put, verify }) => {
    const recipe = put(
      'recipe.json',
      JSON.stringify({ name: 'mine', algorithm: 'sha256', header: 'X-Sig', encoding: 'hex', template: '{url}{body}' }),
    );
    const url = 'https://hooks.example.com/in?a=1';
    const [, value] = githubHeader('k', `${url}x`);
    const http = put(
      'own.http',
      `POST /in?a=1 HTTP/1.1\nHost: 127.0.0.1\nX-Sig: ${value.slice('sha256='.length)}\n\nx`,
    );
    const words = ['verify', '--recipe', recipe, '--http', http, '--secret-file', put('k', 'k')];
    const check = (...more: string[]) => commandLine(put('none', ''), ...words, ...more);
    expect((await check('--url', url)).code).toBe(0);
    expect((await check()).code).toBe(1);
    const extra = await verify('--extra', `publicKey=${put('key', 'abc')}`, '--now', String(NOW_S));
    expect(extra.code).toBe(0);
  });
});

/** The Problem that a call of the command ends with, without a process of its own. */
async function problemOf(words: readonly string[]): Promise<{ code: string; message: string }> {
  const { values, positionals } = parseArgs({ args: [...words], options: verify.options, allowPositionals: true });
  const flags = values as Arguments['flags'];
  const silent = (): void => undefined;
  const api = () => Promise.reject(new Error('No server may be asked.'));
  const context = { dataDir: '', json: false, api, out: silent, say: silent, signal: new AbortController().signal };
  const error: unknown = await verify.run({ flags, words: positionals }, context).catch((thrown: unknown) => thrown);
  return error instanceof Problem ? { code: error.code, message: error.message } : { code: '', message: String(error) };
}

test('what cannot be used is told with what to do', async () => {
  await withFiles(async ({ put, http, secret }) => {
    const good = ['--provider', 'stripe', '--secret-file', secret, '--http', http];
    const cases: readonly (readonly [readonly string[], string, string])[] = [
      [[...good, '--secret-file', '/no/such/file'], 'wrong-use', 'there is no such file'],
      [[...good, '--secret-file', put('empty', '\n')], 'wrong-use', 'is empty'],
      [[...good, '--now', 'soon'], 'wrong-use', '--now takes Unix seconds'],
      [[...good, '--url', '/hooks'], 'wrong-use', '--url takes a complete URL'],
      [[...good, '--extra', 'publicKey'], 'wrong-use', '--extra takes NAME=FILE'],
      [[...good, '--recipe', 'x'], 'wrong-use', '--recipe takes the place of --provider'],
      [[...good, '--all'], 'wrong-use', '--all does not go with --http'],
      [[...good, '12'], 'wrong-use', '12 does not go with --http'],
      [['--vectors', 'x', '--http', 'y'], 'wrong-use', '--http does not go with --vectors'],
      [['12', '--all'], 'wrong-use', '12 does not go with --all'],
      [['--http', http, '--secret-file', secret], 'wrong-use', 'name the provider'],
      [['--http', http, '--provider', 'stripe'], 'wrong-use', 'name the file of the secret'],
      [[], 'wrong-use', 'give delivery ids, --all'],
      [[...good, '--provider', 'nobody'], 'no-such-provider', 'nobody'],
      [[...good, '--http', put('no.http', 'hello')], 'bad-http-file', 'line 1'],
    ];
    for (const [words, code, said] of cases)
      expect([words, await problemOf(words)]).toEqual([words, { code, message: expect.stringContaining(said) }]);
  });
});

test('a file of examples is judged, each at its own time', async () => {
  await withDataDir(async (dir) => {
    const file = join(import.meta.dirname, 'vectors', 'stripe', 'signatures.json');
    const good = await hookglass(dir, 'verify', '--vectors', file, '--json');
    const report = JSON.parse(good.stdout.toString()) as { total: number; agreed: number; disagreed: unknown[] };
    expect(good.code).toBe(0);
    expect(report).toEqual({ total: report.total, agreed: report.total, disagreed: [] });
    expect(report.total).toBeGreaterThan(3);

    const examples = JSON.parse(readFileSync(file, 'utf8')) as { id: string; expect: string }[];
    const turned = examples.map((one) => (one.id === 'stripe-valid' ? { ...one, expect: 'invalid' } : one));
    writeFileSync(join(dir, 'turned.json'), JSON.stringify(turned));
    const bad = await commandLine(dir, 'verify', '--vectors', join(dir, 'turned.json'), '--json');
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.stdout.toString())).toEqual({
      total: examples.length,
      agreed: examples.length - 1,
      disagreed: [{ id: 'stripe-valid', provider: 'stripe', expected: 'invalid', got: 'valid', reason: 'valid' }],
    });
    const told = await commandLine(dir, 'verify', '--vectors', join(dir, 'turned.json'));
    expect(told.stdout.toString()).toMatch(
      /^EXAMPLE +PROVIDER +EXPECTED +GOT +REASON\nstripe-valid +stripe +invalid +valid +valid\n$/,
    );

    writeFileSync(join(dir, 'broken.json'), JSON.stringify([{ id: 'a' }]));
    const broken = await commandLine(dir, 'verify', '--vectors', join(dir, 'broken.json'));
    expect([broken.code, broken.stderr]).toEqual([
      2,
      expect.stringMatching(/broken\.json: example 1 of 1.*verify --help/),
    ]);
    writeFileSync(join(dir, 'broken.json'), '[');
    expect((await commandLine(dir, 'verify', '--vectors', join(dir, 'broken.json'))).code).toBe(2);
  });
});

test('with --causes the doctor names the cause of every example, and another one than the expected fails', async () => {
  interface Causes {
    readonly named: number;
    readonly causes: readonly { id: string; cause: string | null; named: string | null; agrees: boolean }[];
  }
  await withDataDir(async (dir) => {
    const all = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors', 'github', 'signatures.json'), 'utf8')) as {
      failure?: string;
    }[];
    const file = join(dir, 'few.json');
    const named = all.filter(({ failure }) => failure?.startsWith('body-') === true && failure !== 'body-changed');
    writeFileSync(file, JSON.stringify([...named.slice(0, 4), all[0]]));
    const good = await commandLine(dir, 'verify', '--vectors', file, '--causes', '--json');
    const report = JSON.parse(good.stdout.toString()) as Causes & { readonly total: number };
    expect([good.code, report.named]).toEqual([0, report.total]);
    const known = report.causes.filter(({ cause, named }) => cause !== null && cause === named);
    expect(known.length).toBeGreaterThan(2);

    const examples = JSON.parse(readFileSync(file, 'utf8')) as { id: string; failure?: string }[];
    const [one] = known;
    const put = (failure: string): string => {
      writeFileSync(
        join(dir, 'x.json'),
        JSON.stringify(examples.map((each) => (each.id === one?.id ? { ...each, failure } : each))),
      );
      return join(dir, 'x.json');
    };
    expect((await commandLine(dir, 'verify', '--vectors', put('id-changed'))).code).toBe(0);
    for (const failure of ['id-changed', 'a-kind-of-their-own']) {
      const bad = await commandLine(dir, 'verify', '--vectors', put(failure), '--causes', '--json');
      const told = JSON.parse(bad.stdout.toString()) as Causes;
      expect([bad.code, told.named]).toEqual([1, examples.length - 1]);
      expect(told.causes.filter(({ agrees }) => !agrees)).toMatchObject([
        { id: one?.id, cause: failure, named: one?.cause },
      ]);
    }
    const told = await commandLine(dir, 'verify', '--vectors', put('id-changed'), '--causes');
    expect(told.stdout.toString()).toMatch(/^EXAMPLE +PROVIDER +CAUSE +NAMED/m);
    expect((await commandLine(dir, 'verify', '--causes', '1')).code).toBe(2);
  });
});

test('deliveries are checked by id or all at once, while a server runs and after it', async () => {
  await withServerProcess(async (server) => {
    const run = (...words: string[]) => commandLine(server.dataDir, 'verify', ...words);
    const origin = new URL(server.apiUrl).origin;
    const api = (path: string, body: object) =>
      fetch(`${origin}/api/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json', origin },
        body: JSON.stringify(body),
      });
    const made = (await (await api('endpoints', { name: 'Code host', provider: 'github' })).json()) as {
      id: number;
      url: string;
    };
    const { port, pathname } = new URL(made.url);
    const post = async (header: readonly [string, string], body: string) =>
      sendRaw(
        Number(port),
        `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${header.join(': ')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
    await post(githubHeader(SECRET, BODY), BODY);
    const none = await run('1');
    expect([none.code, none.stdout.toString()]).toEqual([
      1,
      expect.stringContaining('1  unchecked (no-secret)  Add the signing secret'),
    ]);

    await api(`endpoints/${made.id}/secrets`, { name: 'signing', value: SECRET });
    expect([(await run('1')).code, (await run('1', '--json')).code]).toEqual([0, 0]);
    await post(githubHeader(SECRET, BODY), `${BODY}\n`);
    const both = await run('--all', '--endpoint', 'Code host', '--json');
    expect(both.code).toBe(1);
    expect(JSON.parse(both.stdout.toString())).toMatchObject([
      { id: 2, kind: 'invalid', cause: 'body-trailing-newline', fix: expect.stringContaining('--data-binary') },
      { id: 1, kind: 'valid', cause: null, fix: null },
    ]);
    expect(both.stderr).toContain('1 of 2 valid.');
    expect((await run('--all', '--endpoint', 'nowhere')).stderr).toContain('no such endpoint');
    expect((await run('7')).code).toBe(1);

    await server.end('SIGTERM');
    const later = await hookglass(server.dataDir, 'verify', '1', '2');
    expect(later.code).toBe(1);
    expect(later.stdout.toString()).toMatch(/^1 {2}valid .*\n2 {2}invalid .*\n {2}cause {2}body-trailing-newline\n/);
    expect(later.stdout.toString()).not.toContain(SECRET);
  });
});
