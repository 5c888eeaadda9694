import { describe, expect, test } from 'vitest';
import { diagnose } from '../server/doctor/diagnose.ts';
import { providers } from '../server/providers/index.ts';
import { type Genuine, genuine, withBody, withSecret } from './doctor-corpus/case.ts';

const TUNNEL = 'https://quiet-fox.example.net';
const BODY = '{"id":"evt_1","name":"Zoë"}';

const fixOf = ({ request, provider, credential }: Genuine, host: string, name = 'Host'): string =>
  diagnose({
    request: { ...request, headers: [...request.headers.filter(([line]) => line !== name), [name, host]] },
    provider,
    credentials: [{ credential, origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: providers,
    publicUrls: [TUNNEL],
    tunnelUrls: [TUNNEL],
    nowMs: request.arrivedAtMs,
  }).fix;

describe('the advice names the tunnel', () => {
  const changed = withBody(genuine('github', BODY), `${BODY}\n`);
  test.each([
    ['by its Host', 'quiet-fox.example.net', 'Host'],
    ['by its Host in capitals', 'Quiet-Fox.Example.NET', 'Host'],
    ['by the Host that a proxy before it saw', 'quiet-fox.example.net', 'X-Forwarded-Host'],
  ])('where a changed body came through it: %s', (_, host, name) => {
    expect(fixOf(changed, host, name)).toContain('came through the tunnel at quiet-fox.example.net');
  });
  test('and not where the body came another way', () => {
    expect(fixOf(changed, 'hooks.example.com')).not.toContain('tunnel at');
  });
  test('and not where no tunnel can be the cause', () => {
    const secret = genuine('github', BODY);
    expect(fixOf(withSecret(secret, `${secret.credential.value}\n`), 'quiet-fox.example.net')).not.toContain(
      'tunnel at',
    );
  });
});
