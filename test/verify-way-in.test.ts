import { expect, test } from 'vitest';
import { deliver, endpointOf, githubHeader, settled } from './support/signed-delivery.ts';
import { withTunnelApp } from './support/tunnel-app.ts';
import { sendThrough } from './support/tunnel-bench.ts';

const BODY = '{"action":"opened","number":7}';
const PRINTED = JSON.stringify(JSON.parse(BODY), null, 2);
const TOLD = /This delivery came through the tunnel at ([^:]+)/;

test('the advice names the tunnel for what came through it, and for nothing that came from this computer', async () => {
  await withTunnelApp(async (app) => {
    const github = await endpointOf(app, 'github', [{ value: 'right' }]);
    const headers = [['X-GitHub-Event', 'pull_request'], githubHeader('right', BODY)] as const;
    const fixOf = async (id: number): Promise<string> => {
      await settled(app, id);
      return (await app.call('getVerification', { params: { id } })).diagnosis?.fix ?? '';
    };
    const before = await deliver(app, github, { headers, body: PRINTED });
    expect(await fixOf(before.id)).not.toMatch(TOLD);
    expect(await fixOf(before.id)).toContain('before Hookglass');

    const { url } = await app.open();
    await sendThrough(`${url}${new URL(github.url).pathname}`, { headers: headers.flat(), body: Buffer.from(PRINTED) });
    const through = app.app.store.writer.lastId();
    expect(TOLD.exec(await fixOf(through))?.[1]).toBe(new URL(url).hostname);

    const beside = await deliver(app, github, { headers, body: PRINTED });
    expect(await fixOf(beside.id)).not.toMatch(TOLD);
    expect(await fixOf(before.id)).not.toMatch(TOLD);
  });
});
