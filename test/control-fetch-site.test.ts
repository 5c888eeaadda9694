import { describe, expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

/** What a browser says of where a request comes from (W3C, Fetch Metadata Request Headers, 2). */
interface Told {
  readonly site: readonly string[];
  readonly mode?: string;
  readonly dest?: string;
}
const OPENED = { mode: 'navigate', dest: 'document' };
const ask = async (app: TestApp, method: string, path: string, { site, mode, dest }: Told): Promise<number> => {
  const { host, port } = new URL(app.origin);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: Bearer ${app.app.token}`,
    ...site.map((value) => `Sec-Fetch-Site: ${value}`),
    ...(mode === undefined ? [] : [`Sec-Fetch-Mode: ${mode}`]),
    ...(dest === undefined ? [] : [`Sec-Fetch-Dest: ${dest}`]),
    ...(method === 'GET' ? [] : [`Origin: http://${host}`, 'Content-Type: application/json', 'Content-Length: 2']),
  ];
  const body = method === 'GET' ? '' : '{}';
  return (await sendRaw(Number(port), `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`)).status;
};

describe('where a request comes from, with the right token', () => {
  test.each<[string, readonly string[], 'in' | 'out']>([
    ['says nothing', [], 'in'],
    ['our own page', ['same-origin'], 'in'],
    ['the user', ['none'], 'in'],
    ['a page of another port', ['same-site'], 'out'],
    ['a page of elsewhere', ['cross-site'], 'out'],
    ['a value that no browser sends', ['Same-Origin'], 'out'],
    ['an empty value', [''], 'out'],
    ['two values', ['same-origin', 'cross-site'], 'out'],
    ['the same value twice', ['same-origin', 'same-origin'], 'out'],
  ])('%s: data, changes and files', async (_, site, side) => {
    await withApp(async (app) => {
      expect(await ask(app, 'GET', '/api/status', { site })).toBe(side === 'in' ? 200 : 403);
      expect(await ask(app, 'POST', '/api/searches', { site })).toBe(side === 'in' ? 400 : 403);
      expect(await ask(app, 'GET', '/', { site })).toBe(side === 'in' ? 200 : 403);
    });
  });

  test.each(['same-site', 'cross-site'])('%s: a link to the page opens it in a tab, and nothing else', async (site) => {
    await withApp(async (app) => {
      const told = (more: Partial<Told>): Told => ({ site: [site], ...OPENED, ...more });
      expect(await ask(app, 'GET', '/', told({}))).toBe(200);
      expect(await ask(app, 'GET', '/?x=1', told({}))).toBe(200);
      for (const dest of ['iframe', 'embed', 'object', 'empty', 'script', ''])
        expect(await ask(app, 'GET', '/', told({ dest })), dest).toBe(403);
      for (const mode of ['no-cors', 'cors', 'nested-navigate', ''])
        expect(await ask(app, 'GET', '/', told({ mode })), mode).toBe(403);
      for (const path of ['/api/status', '/api/deliveries', '/api/feed', '/api/openapi.json', '/favicon.svg'])
        expect(await ask(app, 'GET', path, told({})), path).toBe(403);
      expect(await ask(app, 'POST', '/api/searches', told({}))).toBe(403);
      expect(await ask(app, 'POST', '/', told({}))).toBe(403);
    });
  });
});
