import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestApp, withApp } from './app.ts';

/** Run an app with a server of ours in the place of Contentstack's; `asked` are the paths that were fetched. */
export async function withKeyServer(
  answer: RequestListener,
  use: (app: TestApp, asked: readonly string[]) => Promise<void>,
): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await withApp((app) => use(app, asked), { contentstackBase: () => base });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
