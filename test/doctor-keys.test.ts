import { expect, test } from 'vitest';
import { keyForms } from './doctor-corpus/keys.ts';

const forms = keyForms();

test('a public key is accepted in every form in which people paste it, by every scheme that takes one', () => {
  expect(forms.length).toBeGreaterThan(100);
  const refused = forms.filter(
    ({ provider, request, credential }) =>
      provider.signature?.check(request, credential, request.arrivedAtMs).kind !== 'valid',
  );
  expect(refused.map(({ name }) => name)).toEqual([]);
});

test('among them are Travis’s key and SNS’s for either version of its signature', () => {
  const named = (end: RegExp) => forms.filter(({ name }) => end.test(name)).length;
  for (const end of [/ at travis$/, / at aws-sns$/, / at aws-sns, SignatureVersion 1$/]) expect(named(end)).toBe(26);
});

test('a key of which a letter is missing is refused in words', () => {
  const { provider, request, credential } = forms.find(({ name }) => name === 'as it is at discord')!;
  const cut = { ...credential, value: credential.value.replace(/MCow/, 'MCo') };
  const check = provider.signature?.check(request, cut, request.arrivedAtMs);
  expect(check?.kind).toBe('invalid');
  expect(check !== undefined && 'sentence' in check ? check.sentence : '').toMatch(/\S\.$/);
});
