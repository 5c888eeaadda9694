import { expect, test } from 'vitest';
import { withAnsweringServer } from './support/answering-server.ts';
import { withServerProcess } from './support/hookglass-process.ts';
import { api, replayAll, sha256Of } from './support/server-api.ts';
import { madeBody, memoryOf } from './support/upload-load.ts';

const CAP_BYTES = 10_485_760;

test('an answer in one-byte chunks costs about its bytes, and one over the cap is cut off and told', async () => {
  await withServerProcess(async (server) => {
    await fetch(server.captureUrl, { method: 'POST', body: 'z' });
    await withAnsweringServer(async (answering) => {
      const answerOf = async (sizeBytes: number, chunkBytes: number) => {
        const body = madeBody(sizeBytes);
        answering.with(body, chunkBytes);
        const [attempt] = await replayAll(server, [1], answering.url);
        const keptBytes = Math.min(sizeBytes, CAP_BYTES);
        expect(attempt?.outcome).toMatchObject({
          kind: 'answered',
          bodySizeBytes: keptBytes,
          truncated: sizeBytes > keptBytes,
        });
        expect(await sha256Of(await api(server, `/attempts/${attempt?.id}/body`))).toBe(body.sha256OfFirst(keptBytes));
      };
      await answerOf(65_536, 1);
      const memory = memoryOf(server.pid);
      await answerOf(500_000, 1);
      await answerOf(12_000_000, 65_536);
      // A Buffer for each chunk would be 200 MB.
      expect(memory.grownMb()).toBeLessThan(150);
    });
  });
}, 120_000);
