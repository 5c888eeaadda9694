import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Recipe } from '../server/contract/recipe.ts';
import { vectorCredential, vectorRequest } from '../server/providers/vectors.ts';
import { withApp } from './support/app.ts';
import { deliver, endpointOf, settled } from './support/signed-delivery.ts';
import { vectorsOf } from './support/vectors.ts';

const LIKE_STRIPE: Recipe = {
  name: 'Payments',
  algorithm: 'sha256',
  header: 'Stripe-Signature',
  encoding: 'hex',
  template: '{timestamp}.{body}',
  signatureName: 'v1',
  timestampName: 't',
  toleranceS: 300,
};
const LIKE_GITHUB: Recipe = {
  name: 'Our forge',
  algorithm: 'sha256',
  header: 'X-Hub-Signature-256',
  prefix: 'sha256=',
  encoding: 'hex',
  template: '{body}',
};
const LIKE_SLACK: Recipe = {
  name: 'Chat',
  algorithm: 'sha256',
  header: 'X-Slack-Signature',
  prefix: 'v0=',
  encoding: 'hex',
  template: 'v0:{timestamp}:{body}',
  timestampHeader: 'X-Slack-Request-Timestamp',
  toleranceS: 300,
};
const LIKE_SHOPIFY: Recipe = {
  name: 'Shop',
  algorithm: 'sha256',
  header: 'X-Shopify-Hmac-Sha256',
  encoding: 'base64',
  template: '{body}',
};

test.each([
  ['stripe', LIKE_STRIPE],
  ['github', LIKE_GITHUB],
  ['slack', LIKE_SLACK],
  ['shopify', LIKE_SHOPIFY],
] as const)(
  'a recipe that was filled in judges the published examples of %s as they expect',
  async (provider, recipe) => {
    let nowMs = 0;
    await withApp(
      async (app) => {
        const saved = await app.call('saveRecipe', { body: recipe });
        expect(saved).toMatchObject({ provider: `recipe:${recipe.name}`, recipe });
        const vectors = vectorsOf(provider).filter(({ headers }) => Object.hasOwn(headers, recipe.header));
        expect(vectors.some(({ expect: expected }) => expected === 'valid')).toBe(true);
        expect(vectors.some(({ expect: expected }) => expected === 'invalid')).toBe(true);
        for (const vector of vectors) {
          nowMs = vector.now * 1_000;
          const endpoint = await endpointOf(app, saved.provider, [vectorCredential(vector)]);
          const { method, headers, body } = vectorRequest(vector);
          const { id } = await deliver(app, endpoint, { method, headers, body });
          const { verdict, provider: by } = await app.call('getDelivery', { params: { id } });
          const good = verdict.kind === 'valid' && !verdict.stale;
          expect([vector.id, by, good ? 'valid' : 'invalid']).toEqual([vector.id, saved.provider, vector.expect]);
        }
      },
      { nowMs: () => nowMs },
    );
  },
);

const signed = (secret: string, body: string) =>
  ['X-Own-Signature', createHmac('sha1', secret).update(`POST|${body}`).digest('base64url')] as const;
const OWN: Recipe = {
  name: 'In-house',
  algorithm: 'sha1',
  header: 'X-Own-Signature',
  encoding: 'base64url',
  template: '{method}|{body}',
};

test('a recipe that is changed judges its endpoints again, and outlives a restart', async () => {
  await withApp(async (app) => {
    const wrong = await app.call('saveRecipe', { body: { ...OWN, template: '{body}' } });
    const endpoint = await endpointOf(app, wrong.provider, [{ value: 'secret' }]);
    const { id } = await deliver(app, endpoint, { headers: [signed('secret', 'a=1')], body: 'a=1' });
    expect((await settled(app, id)).verdict.kind).toBe('invalid');

    const right = await app.call('saveRecipe', { body: OWN });
    expect(right.id).toBe(wrong.id);
    expect((await settled(app, id)).verdict.kind).toBe('valid');

    await app.restart();
    const next = await deliver(app, endpoint, { headers: [signed('secret', 'b=2')], body: 'b=2' });
    expect((await settled(app, next.id)).verdict.kind).toBe('valid');
    const check = await app.call('getVerification', { params: { id: next.id } });
    expect(check.scheme).toContain('{method}|{body}');
    const trial = { params: { id: next.id }, body: { value: 'secret', provider: right.provider } };
    expect((await app.call('trySecret', trial)).verdict.kind).toBe('valid');
    const listed = await app.call('listProviders', {});
    expect(listed.at(-1)).toMatchObject({ id: 'recipe:In-house', name: 'In-house', signs: true });
  });
});

test('a recipe can be deleted once no endpoint uses it', async () => {
  await withApp(async (app) => {
    const { id, provider } = await app.call('saveRecipe', { body: OWN });
    const endpoint = await endpointOf(app, provider);
    const problem = async () =>
      JSON.parse((await app.ask('deleteRecipe', { params: { id } })).bytes.toString() || '{}');
    expect(await problem()).toMatchObject({ code: 'recipe-in-use' });
    await app.call('changeEndpoint', { params: { id: endpoint.id }, body: { provider: null } });
    await app.call('deleteRecipe', { params: { id } });
    expect(await app.call('listRecipes', {})).toEqual([]);
    expect(await problem()).toMatchObject({ code: 'no-such-recipe' });
    const gone = await app.ask('changeEndpoint', { params: { id: endpoint.id }, body: { provider } });
    expect(JSON.parse(gone.bytes.toString())).toMatchObject({ code: 'no-such-provider' });
  });
});

test('a recipe that could never work is refused with what is wrong', async () => {
  await withApp(async (app) => {
    const refusal = async (body: object) => {
      const { status, bytes } = await app.ask('saveRecipe', { body });
      return [status, (JSON.parse(bytes.toString()) as { detail: string }).detail];
    };
    expect(await refusal({ ...OWN, template: '{timestamp}{body}' })).toEqual([
      400,
      'The template uses {timestamp}: name the header or the pair that holds it',
    ]);
    expect(await refusal({ ...OWN, template: '{boddy}' })).toEqual([400, 'The template does not know {boddy}']);
    expect((await refusal({ ...OWN, algorithm: 'md4' }))[0]).toBe(400);
    expect((await refusal({ ...OWN, header: 'not a header' }))[0]).toBe(400);
    expect((await refusal({ ...OWN, secret: 'x' }))[0]).toBe(400);
    expect(await app.call('listRecipes', {})).toEqual([]);
  });
});
