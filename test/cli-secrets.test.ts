import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Secret } from '../server/contract/endpoint.ts';
import { withApp } from './support/app.ts';
import { commandLine, commandLineJson } from './support/command-line.ts';
import { hookglass, hookglassJson } from './support/hookglass-process.ts';

const VALUE = "It's a Secret to Everybody";
const BODY = 'Hello, World!';

test('a secret added from a file checks what is there, is listed by its name alone, and can be deleted', async () => {
  await withApp(async ({ dataDir, captureUrl, app }) => {
    const signature = `sha256=${createHmac('sha256', VALUE).update(BODY).digest('hex')}`;
    const headers = { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': signature };
    expect((await fetch(captureUrl, { method: 'POST', headers, body: BODY })).status).toBe(200);
    expect((await commandLine(dataDir, 'verify', '1')).code).toBe(1);

    const file = join(dataDir, 'github.txt');
    writeFileSync(file, `${VALUE}\n`);
    const words = ['endpoints', 'add-secret', 'Inbox', '--secret-file', file, '--name', 'production'];
    const added = await hookglassJson<Secret>(dataDir, ...words);
    expect(added).toEqual({ id: added.id, endpointId: 1, name: 'production', createdAt: expect.any(Number) });
    await app.store.reader.call('settled', null);
    expect((await commandLine(dataDir, 'verify', '1')).code).toBe(0);

    const listed = await hookglass(dataDir, 'endpoints', 'secrets', 'Inbox');
    expect(listed.stdout.toString()).toContain('production');
    expect(listed.stdout.toString()).not.toContain(VALUE);

    const unsure = await commandLine(dataDir, 'endpoints', 'delete-secret', 'Inbox', String(added.id));
    expect(unsure).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    const remove = ['endpoints', 'delete-secret', 'Inbox', String(added.id), '--yes'];
    expect(await hookglassJson(dataDir, ...remove)).toEqual({ id: added.id });
    expect(await commandLineJson(dataDir, 'endpoints', 'secrets', 'Inbox')).toEqual([]);
    expect(await commandLine(dataDir, ...remove)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no secret'),
    });
  });
});

test.each([
  [['endpoints', 'add-secret', 'Inbox'], /--secret-file FILE, or - for stdin/],
  [['endpoints', 'add-secret', 'Inbox', '--secret-file', '/nowhere/at/all'], /there is no such file/],
  [['endpoints', 'add-secret', 'Inbox', '--secret-file', '/dev/null'], /is empty/],
  [['endpoints', 'add-secret', '--secret-file', '/dev/null'], /name the endpoint/],
  [['endpoints', 'delete-secret', 'Inbox', 'first', '--yes'], /first is none/],
])('%j is refused with what to do, and nothing is kept', async (words, sentence) => {
  await withApp(async ({ dataDir }) => {
    expect(await commandLine(dataDir, ...words)).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) });
    expect(await commandLineJson(dataDir, 'endpoints', 'secrets', 'Inbox')).toEqual([]);
  });
});

test('a host that is not this machine is allowed by replay --allow-host, and stays so', async () => {
  await withApp(async ({ dataDir, captureUrl, call }) => {
    await fetch(captureUrl, { method: 'POST', body: BODY });
    const to = ['--to', 'http://hooks.elsewhere.invalid/in'];
    const refused = await commandLine(dataDir, 'replay', '1', ...to);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('replay --allow-host') });
    expect(await call('listAllowedHosts', {})).toEqual([]);
    const allowed = await commandLine(dataDir, 'replay', '1', ...to, '--allow-host');
    expect(allowed.stdout.toString()).toMatch(/failed: .*hooks\.elsewhere\.invalid/);
    expect(await call('listAllowedHosts', {})).toEqual(['hooks.elsewhere.invalid']);
  });
});
