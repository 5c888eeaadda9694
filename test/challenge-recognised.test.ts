import { expect, test } from 'vitest';
import { withApp } from './support/app.ts';
import { get, json, SECRET, SETUPS } from './support/setup-requests.ts';
import { deliver, endpointOf, type Sent, settled } from './support/signed-delivery.ts';

test('on an endpoint without provider a set-up request is recognised, not judged, and the verdict says what to set', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, null, [{ value: SECRET }]);
    const sentenceOf = async (sent: Sent): Promise<string> => {
      const { verdict } = await settled(app, (await deliver(app, endpoint, sent)).id);
      expect(verdict).toMatchObject({ kind: 'unchecked', code: 'no-signature', cause: null });
      return verdict.sentence;
    };
    const set = (name: string) =>
      `This looks like the set-up request of ${name}. Set the provider of this endpoint to ${name},`;
    const hub = '?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock';
    const twitch = ['Twitch-Eventsub-Message-Type', 'webhook_callback_verification'] as const;
    expect(await sentenceOf(get(hub))).toContain(set('Meta'));
    expect(await sentenceOf(json({ event: 'endpoint.url_validation', payload: { plainToken: 'a' } }))).toContain(
      set('Zoom'),
    );
    expect(await sentenceOf({ method: 'POST', pathAndQuery: '?validationToken=a' })).toContain(
      'Microsoft Graph or Aurinko. Set the provider of this endpoint to Microsoft Graph,',
    );
    expect(await sentenceOf(get('?crc_token=abc'))).toContain(set('X'));
    expect(await sentenceOf(get('?challenge=abc', ['User-Agent', 'DropboxWebhooks/1.0']))).toContain(set('Dropbox'));
    expect(await sentenceOf(get('?challenge=abc'))).toBe(
      'This looks like the set-up request of Dropbox, Nylas or Adobe I/O Events. Set the provider of this endpoint to Dropbox, or to the one of them that it is, then let it be sent again.',
    );
    expect(await sentenceOf(json({ challenge: 'c273e4a3-01cf-4505-9bc4' }))).toContain('monday.com or Miro. Set');
    const smartsheet = ['Smartsheet-Hook-Challenge', 'd78dd1d3'] as const;
    expect(await sentenceOf({ ...json({ challenge: 'd78dd1d3', webhookId: 1 }), headers: [smartsheet] })).toContain(
      set('Smartsheet'),
    );
    expect(await sentenceOf({ ...json({ challenge: 'a' }), headers: [twitch] })).toContain(set('Twitch'));
    expect(await sentenceOf(get('?check=example'))).toContain(set('Onfleet'));
    const strava = '?hub.verify_token=STRAVA&hub.challenge=15f7d1a91c1f&hub.mode=subscribe';
    expect(await sentenceOf(get(strava))).toContain(set('Strava'));
    for (const mode of ['subscribe', 'unsubscribe', 'denied'])
      expect(
        await sentenceOf(
          get(`?hub.mode=${mode}&hub.topic=https%3A%2F%2Fa.example&hub.challenge=12&hub.lease_seconds=1`),
        ),
      ).toContain(set('WebSub'));
    expect(await sentenceOf(get('?challengeCode=890e4665&applicationId=sample'))).toContain(set('LinkedIn'));
    expect(await sentenceOf(get(`?verify=${'ab12'.repeat(16)}`))).toContain(set('Fitbit'));
  });
});

test('a set-up request says which provider to set, and no other delivery does', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, null);
    const providerOf = async (sent: Sent) => {
      const { id } = await deliver(app, endpoint, sent);
      await settled(app, id);
      return (await app.call('getDelivery', { params: { id } })).setupProvider;
    };
    for (const { provider, sent, what } of SETUPS) {
      // A HEAD, an intent to receive, a PING and a test event are what any delivery could be.
      const isTelling = !['discord', 'trello', 'mandrill', 'xero', 'dropbox-sign', 'azure-event-grid'].includes(
        provider,
      );
      const offered = provider === 'nylas' ? 'dropbox' : provider;
      expect([provider, what, await providerOf(sent)]).toEqual([provider, what, isTelling ? offered : null]);
    }
    for (const sent of [json({ type: 'event' }), json({ challenge: 'a', pad: 'x'.repeat(70_000) }), get('?a=b')])
      expect(await providerOf(sent)).toBeNull();
  });
});

test('the set-up request of the endpoint’s own provider is unchecked, answered or not', async () => {
  await withApp(async (app) => {
    for (const [provider, sent] of [
      ['onfleet', get('?check=example')],
      ['nylas', get('?challenge=abc')],
      ['dropbox', get('?challenge=abc')],
      ['meta', get('?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=no')],
      ['x-twitter', get('?crc_token=%7Bodd%7D')],
    ] as const) {
      const endpoint = await endpointOf(app, provider, [{ value: SECRET }]);
      const { verdict } = await settled(app, (await deliver(app, endpoint, sent)).id);
      expect([provider, verdict.kind, verdict.code]).toEqual([provider, 'unchecked', 'no-signature']);
    }
  });
});
