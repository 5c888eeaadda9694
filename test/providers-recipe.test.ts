import { createHmac } from 'node:crypto';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { type Recipe, RecipeSchema } from '../server/contract/recipe.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { recipeFault, recipeProvider } from '../server/providers/recipe.ts';
import { NOW, withSigned } from './support/provider-bench.ts';

const plain: Recipe = {
  name: 'Shop',
  algorithm: 'sha256',
  header: 'X-Shop-Signature',
  encoding: 'hex',
  template: '{body}',
};
const body = Buffer.from('{"type":"order.created","note":"Größe"}');
const credential = { name: 'one', value: 's3cret', extra: {} };

const request = (headers: readonly HeaderLine[] = []): CapturedRequest => ({
  method: 'POST',
  target: '/e/inbox?a=b%20c',
  headers,
  body,
  httpVersion: '1.1',
  trailers: [],
  publicUrl: 'https://x.example/e/inbox?a=b%20c',
  arrivedAtMs: NOW,
});

const mac = (text: string | Uint8Array, key: string | Uint8Array = 's3cret') => createHmac('sha256', key).update(text);

describe('a recipe checks what another program signed', () => {
  const timestamp = String(NOW / 1000);
  test.each<readonly [string, Recipe, readonly HeaderLine[], string]>([
    ['the body', plain, [['X-Shop-Signature', mac(body).digest('hex')]], 's3cret'],
    [
      'pairs, with the time and an id in headers of their own',
      {
        ...plain,
        template: '{id}.{timestamp}.{body}',
        signatureName: 'v1',
        timestampHeader: 'X-Shop-Time',
        idHeader: 'X-Shop-Id',
        toleranceS: 300,
      },
      [
        ['X-Shop-Time', timestamp],
        ['X-Shop-Id', 'd1'],
        ['X-Shop-Signature', `v0=no,v1=${mac(`d1.${timestamp}.${body}`).digest('hex')}`],
      ],
      's3cret',
    ],
    [
      'a prefix and base64',
      { ...plain, prefix: 'sha256=', encoding: 'base64' },
      [['x-shop-signature', `sha256=${mac(body).digest('base64')}`]],
      's3cret',
    ],
    [
      'method, path, a header and the body',
      { ...plain, template: '{method} {path}\n{header:X-Shop}\n{body}' },
      [
        ['X-Shop', '42'],
        ['X-Shop-Signature', mac(`POST /e/inbox?a=b%20c\n42\n${body}`).digest('hex')],
      ],
      's3cret',
    ],
    [
      'the URL, an id and a time of their own headers',
      { ...plain, template: '{id}.{timestamp}.{url}', idHeader: 'X-Id', timestampHeader: 'X-Time', toleranceS: 300 },
      [
        ['X-Id', 'i1'],
        ['X-Time', timestamp],
        ['X-Shop-Signature', mac(`i1.${timestamp}.https://x.example/e/inbox?a=b%20c`).digest('hex')],
      ],
      's3cret',
    ],
    [
      'pairs in one header',
      { ...plain, template: '{timestamp}.{body}', timestampName: 't', signatureName: 'v1' },
      [['X-Shop-Signature', `t=${timestamp}, v1=00, v1=${mac(`${timestamp}.${body}`).digest('hex')}`]],
      's3cret',
    ],
    [
      'several signatures',
      { ...plain, separator: ',' },
      [['X-Shop-Signature', `00,${mac(body).digest('hex')}`]],
      's3cret',
    ],
    [
      'a base64 secret',
      { ...plain, secretEncoding: 'base64' },
      [['X-Shop-Signature', mac(body, 'key').digest('hex')]],
      'a2V5',
    ],
    [
      'a hex secret',
      { ...plain, secretEncoding: 'hex' },
      [['X-Shop-Signature', mac(body, 'key').digest('hex')]],
      '6b6579',
    ],
  ])('%s', (_, recipe, headers, value) => {
    expect(Value.Check(RecipeSchema, recipe)).toBe(true);
    expect(recipeFault(recipe)).toBeNull();
    const provider = recipeProvider('recipe-1', recipe);
    const check = provider.signature!.check(request(headers), { ...credential, value }, NOW);
    expect(check).toMatchObject({ kind: 'valid', stale: false });
    const signed = withSigned(
      request(headers),
      provider.signature!.sign!(request(headers), { ...credential, value }, NOW),
    );
    expect(provider.signature!.check(signed, { ...credential, value }, NOW).kind).toBe('valid');
    expect(
      provider.signature!.check(
        { ...signed, method: 'PUT', target: '/', publicUrl: 'https://y/', body: Buffer.of(1) },
        { ...credential, value },
        NOW,
      ).kind,
    ).toBe('invalid');
  });
});

test('its tolerance makes old deliveries stale', () => {
  const recipe: Recipe = {
    ...plain,
    template: '{timestamp}{body}',
    timestampHeader: 'X-Time',
    timestampUnit: 'ms',
    toleranceS: 60,
  };
  const provider = recipeProvider('recipe-1', recipe);
  const signed = withSigned(request(), provider.signature!.sign!(request(), credential, NOW));
  expect(provider.signature!.check(signed, credential, NOW + 61_000)).toMatchObject({ kind: 'valid', stale: true });
});

describe('a recipe that cannot work says why', () => {
  test.each<readonly [Partial<Recipe>, RegExp]>([
    [{ template: '{payload}' }, /\{payload\}/],
    [{ template: '{timestamp}.{body}' }, /\{timestamp\}/],
    [{ template: '{id}.{body}' }, /\{id\}/],
    [{ toleranceS: 300 }, /tolerance/],
    [{ template: '{timestamp}{body}', timestampName: 't' }, /pair/],
  ])('%j', (change, sentence) => {
    expect(recipeFault({ ...plain, ...change })).toMatch(sentence);
  });

  test.each([{ header: 'not a header' }, { algorithm: 'md5' }, { template: '' }, { surprise: 1 }])(
    'the form refuses %j',
    (change) => {
      expect(Value.Check(RecipeSchema, { ...plain, ...change })).toBe(false);
    },
  );
});

test('JSON braces in a template stand for themselves', () => {
  const recipe: Recipe = { ...plain, template: '{"Body":{body}}' };
  expect(recipeFault(recipe)).toBeNull();
  const provider = recipeProvider('recipe-1', recipe);
  const headers: HeaderLine[] = [['X-Shop-Signature', mac(`{"Body":${body}}`).digest('hex')]];
  expect(provider.signature!.check(request(headers), credential, NOW).kind).toBe('valid');
});
