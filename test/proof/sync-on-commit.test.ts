import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withServerProcess } from '../support/hookglass-process.ts';
import { sendRaw } from '../support/raw-client.ts';

const hasStrace = spawnSync('strace', ['-V']).error === undefined;
const DELIVERIES = 50;

/** kill -9 leaves the page cache alone, so it says nothing about a power cut: that a sync comes before the answer does. */
test.skipIf(!hasStrace)('each answered delivery was synced to the disk before its answer was written', async () => {
  await withServerProcess(async ({ captureUrl, dataDir, pid }) => {
    const log = join(dataDir, 'strace.log');
    const tracer = spawn('strace', [
      '-f',
      '-y',
      '-e',
      'trace=fsync,fdatasync,write,writev',
      '-o',
      log,
      '-p',
      String(pid),
    ]);
    await once(tracer.stderr, 'data');
    const { port, pathname } = new URL(captureUrl);
    const request = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz`;
    for (let at = 0; at < DELIVERIES; at++) expect((await sendRaw(Number(port), request)).status).toBe(200);
    tracer.kill('SIGINT');
    await once(tracer, 'exit');
    const main = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(`${pid} `));
    let answers = 0;
    let synced = 0;
    for (const line of main) {
      if (/f(?:data)?sync\(\d+<[^>]*hookglass\.db-wal>/.test(line)) synced++;
      if (!line.includes('HTTP/1.1 200')) continue;
      answers++;
      expect(synced, `answer ${answers}`).toBeGreaterThanOrEqual(1);
      synced = 0;
    }
    expect(answers).toBe(DELIVERIES);
  });
});
