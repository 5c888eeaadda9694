import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Diagnosis, diagnose } from '../server/doctor/diagnose.ts';
import { findProvider, providers } from '../server/providers/index.ts';
import { type Vector, vectorCredential, vectorRequest } from '../server/providers/vectors.ts';

const folder = new URL('./vectors/', import.meta.url);
const vectors = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('signatures.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as readonly Vector[]);

/** Damage that the delivery alone cannot tell apart: a changed body, another secret and a changed signature look the same. */
const UNKNOWABLE = ['body-changed', 'wrong-secret', 'signature-changed'];

function diagnosed(vector: Vector): Diagnosis {
  return diagnose({
    request: vectorRequest(vector),
    provider: findProvider(vector.provider)!,
    credentials: [{ credential: vectorCredential(vector), origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: providers,
    publicUrls: [],
    nowMs: vector.now * 1000,
  });
}

/** Of those, every fourth: the doctor tries everything on each, which takes its time. */
const looked = vectors.filter(
  ({ failure }, at) => failure === undefined || !UNKNOWABLE.includes(failure) || at % 4 === 0,
);
const diagnoses = looked.map((vector) => ({ vector, diagnosis: diagnosed(vector) }));
const named = (failure: string) => diagnoses.filter(({ vector }) => vector.failure === failure);

describe('the published examples', () => {
  test('a cause that can be known is named, in at least 9 of 10, and every other answer is none', () => {
    const knowable = diagnoses.filter(
      ({ vector: { expect: wanted, failure } }) =>
        wanted === 'invalid' && failure !== undefined && !UNKNOWABLE.includes(failure),
    );
    const missed = knowable.filter(({ vector, diagnosis }) => diagnosis.code !== vector.failure);
    expect(knowable.length).toBeGreaterThan(100);
    expect(
      missed
        .map(({ vector, diagnosis }) => `${vector.id}: ${diagnosis.code}`)
        .filter((line) => !line.endsWith(': null')),
    ).toEqual([]);
    expect(missed.length / knowable.length).toBeLessThanOrEqual(0.1);
  });
  test.each([
    'svix-missing-prefix',
    'standard-webhooks-missing-prefix',
    'replicate-missing-prefix',
    'intercom-missing-prefix',
    'autodesk-missing-prefix',
    'pinwheel-missing-prefix',
    'ghost-missing-prefix',
    'standard-webhooks-secret-has-whitespace',
    'svix-secret-has-whitespace',
    'supabase-secret-has-whitespace',
    'finch-secret-has-whitespace',
    'airtable-secret-has-whitespace',
    'microsoft-teams-secret-has-whitespace',
    'onfleet-secret-has-whitespace',
    'finch-secret-quoted',
    'microsoft-teams-secret-quoted',
    'recurly-not-hmac',
    'onfleet-not-hmac',
    'easypost-not-hmac',
    'adyen-not-hmac',
    'recurly-timestamp-not-signed',
    'slack-timestamp-not-signed',
    'zoom-timestamp-not-signed',
    'customer-io-timestamp-not-signed',
    'frameio-timestamp-not-signed',
    'metronome-timestamp-changed',
    'zendesk-timestamp-changed',
    'box-timestamp-changed',
    'twitch-timestamp-changed',
    'revolut-timestamp-changed',
    'retell-timestamp-changed',
    'recurly-timestamp-changed',
    'contentful-missing-timestamp',
    'contentful-signed-header-removed',
    'contentful-timestamp-changed',
    'contentful-wrong-template',
    'contentstack-pkcs1-v15',
    'contentstack-sha512',
    'contentstack-base64url',
    'contentstack-plus-became-blank',
    'contentstack-unknown-version',
    'datocms-secret-with-blank',
    'chargebee-basic-not-encoded',
    'chargebee-without-basic',
    'upstash-qstash-secret-with-newline',
    'telnyx-timestamp-changed',
    'discord-signature-base64',
    'hubspot-method-changed',
  ])('%s is named', (id) => {
    const vector = vectors.find((one) => one.id === id)!;
    expect(diagnosed(vector).code).toBe(vector.failure);
  });
  test('a valid delivery is not accused', () => {
    const valid = diagnoses.filter(({ vector }) => vector.expect === 'valid' && vector.failure === undefined);
    expect(valid.length).toBeGreaterThan(200);
    expect(
      valid.filter(({ diagnosis }) => diagnosis.sentence !== 'The signature is valid.').map(({ vector }) => vector.id),
    ).toEqual([]);
  });
  test.each([
    ['body-changed', ['body-changed', 'wrong-secret', null]],
    ['wrong-secret', ['wrong-secret', null]],
    ['signature-changed', ['signature-changed', 'wrong-secret', null]],
  ])('%s is named or left open, and nothing innocent is blamed', (failure, allowed) => {
    const codes = named(failure).map(({ vector, diagnosis }) => ({ id: vector.id, code: diagnosis.code }));
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter(({ code }) => !allowed.includes(code))).toEqual([]);
  });
  test('every cause that is proven shows its proof, and no secret', () => {
    for (const { vector, diagnosis } of diagnoses) {
      if (diagnosis.code !== null) expect(diagnosis.proof, vector.id).toMatch(/\S.*[.]$/);
      if (vector.secret !== undefined && vector.secret.length > 16)
        expect(JSON.stringify({ ...diagnosis, difference: null }), vector.id).not.toContain(vector.secret);
    }
  });
});
