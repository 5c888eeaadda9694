import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planSend } from '../server/send/plan.ts';
import { send } from '../server/send/send.ts';

const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

describe.skipIf(!hasOpenssl)('a send over https', () => {
  let folder: string;
  let server: Server;
  let certificate: string;
  let port: number;
  const names: (string | false | null)[] = [];
  const trusted = getCACertificates('default');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hookglass-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync('openssl', [...request, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    certificate = readFileSync(cert, 'utf8');
    server = createServer({ key: readFileSync(key), cert: certificate }, (incoming, response) => {
      names.push((incoming.socket as TLSSocket).servername);
      response.end(`${incoming.method} ${incoming.url} ${incoming.headers.host}`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  });

  const sendTo = (url: string) =>
    send(
      planSend(
        {
          method: 'POST',
          target: '/%zz',
          headers: [['Host', 'captured.example']],
          trailers: [],
          body: Buffer.from('x'),
          httpVersion: '1.1',
        },
        { url, headerRule: 'as-received', extraHeaders: [], timeoutMs: 10_000 },
      ),
      { guard: { ownPorts: [], allowedHosts: [] } },
    );

  test('to a self-signed certificate fails and says what to do', async () => {
    const { outcome } = await sendTo(`https://localhost:${port}`);
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'tls',
      reason: `The certificate of the app on port ${port} is self-signed or from an unknown authority. Use http://, or start Hookglass with NODE_EXTRA_CA_CERTS naming the authority's file.`,
    });
  });

  test('to a trusted certificate names the host, not the captured Host line, and times the handshake', async () => {
    setDefaultCACertificates([...trusted, certificate]);
    const { outcome, answerBody } = await sendTo(`https://localhost.:${port}/base`);
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, timings: { tlsMs: expect.any(Number) } });
    expect(Buffer.from(answerBody).toString()).toBe('POST /base/%zz captured.example');
    expect(names).toEqual(['localhost']);
  });

  test('to a certificate for another name fails and says so', async () => {
    setDefaultCACertificates([...trusted, certificate]);
    const { outcome } = await sendTo(`https://127.0.0.1:${port}`);
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'tls',
      reason: expect.stringContaining('is for another name'),
    });
  });

  test('but written with http:// says to change the URL', async () => {
    const { outcome } = await sendTo(`http://127.0.0.1:${port}`);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('If it expects https, change the URL.'),
    });
  });
});
