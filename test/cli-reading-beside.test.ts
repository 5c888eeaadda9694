import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startApp } from '../server/app.ts';
import { createFolderReader } from '../server/read-folder.ts';
import { rendererDir } from '../server/renderer-dir.ts';
import { withApp } from './support/app.ts';
import { commandLine } from './support/command-line.ts';
import { folderState } from './support/folder-state.ts';
import { type Finished, hookglass } from './support/hookglass-process.ts';
import { post, withFolder } from './support/left-folder.ts';

describe('who else wants the folder', () => {
  test('several readers have it at once; a server waits for their end, and refuses while they stay', async () => {
    await withFolder(['one', 'two'], async (dataDir) => {
      const reader = createFolderReader(dataDir);
      await reader.answer('listDeliveries', {});
      const before = folderState(dataDir);
      const both = await Promise.all([
        hookglass(dataDir, 'deliveries', 'list', '--json'),
        hookglass(dataDir, 'deliveries', 'body', '2'),
        commandLine(dataDir, 'endpoints', 'list', '--json'),
      ]);
      expect(both.map(({ code, stderr }: Finished) => [code, stderr])).toEqual([
        [0, ''],
        [0, ''],
        [0, ''],
      ]);
      expect(folderState(dataDir)).toEqual(before);
      const config = { dataDir, capturePort: 0, controlPort: 0, keyBase64: null };
      await expect(startApp(config, { rendererDir })).rejects.toMatchObject({ code: 'data-in-use' });
      await reader.close();
      await (await startApp(config, { rendererDir })).close();
    });
  });

  test('a server whose server.json is gone has it still', async () => {
    await withApp(async (app) => {
      await post(app, 'one');
      rmSync(join(app.dataDir, 'server.json'));
      const { code, stderr } = await commandLine(app.dataDir, 'deliveries', 'list');
      expect([code, stderr]).toEqual([1, expect.stringContaining('Another Hookglass')]);
    });
  });
});
