import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { DiagnosisCode } from '../server/doctor/codes.ts';
import { ask, credential, NOW_MS, plain, SECRET, signed, standard, timed } from './doctor-support.ts';
import { has, through } from './doctor-tools.ts';

const BODY = '{"id":"evt_1","name":"Zoë"}';
const TEXT_SECRET = 'correct-horse-battery';
const BASE64_SECRET = 'whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0';

/** What the shell puts into a variable or a file. */
const sh = (script: string, ...args: readonly string[]) => execFileSync('sh', ['-c', script, 'sh', ...args]).toString();

interface Pasted {
  readonly how: string;
  readonly right: string;
  readonly pasted: string;
  readonly code: DiagnosisCode;
}

const PASTED: readonly Pasted[] = [
  {
    how: 'written to a file by echo',
    right: TEXT_SECRET,
    pasted: sh('echo "$1"', TEXT_SECRET),
    code: 'secret-has-whitespace',
  },
  { how: 'with a blank before it', right: TEXT_SECRET, pasted: ` ${TEXT_SECRET}`, code: 'secret-has-whitespace' },
  {
    how: 'with a zero-width space in it',
    right: TEXT_SECRET,
    pasted: `correct-\u200bhorse-battery`,
    code: 'secret-has-whitespace',
  },
  { how: 'with a byte order mark', right: TEXT_SECRET, pasted: `\ufeff${TEXT_SECRET}`, code: 'secret-has-whitespace' },
  {
    how: 'held by the sender with its newline',
    right: `${TEXT_SECRET}\n`,
    pasted: TEXT_SECRET,
    code: 'secret-has-whitespace',
  },
  {
    how: 'with the quotes of a .env file',
    right: TEXT_SECRET,
    pasted: sh('printf \'SECRET="%s"\' "$1" | cut -d= -f2', TEXT_SECRET),
    code: 'secret-quoted',
  },
  { how: 'with single quotes', right: TEXT_SECRET, pasted: `'${TEXT_SECRET}'`, code: 'secret-quoted' },
  { how: 'with quotes of a word processor', right: TEXT_SECRET, pasted: `“${TEXT_SECRET}”`, code: 'secret-quoted' },
  {
    how: 'with the name of its variable',
    right: TEXT_SECRET,
    pasted: `WEBHOOK_SECRET=${TEXT_SECRET}`,
    code: 'secret-prefix-left-in',
  },
  {
    how: 'with `Bearer` before it',
    right: TEXT_SECRET,
    pasted: `Bearer ${TEXT_SECRET}`,
    code: 'secret-prefix-left-in',
  },
  { how: 'without its prefix', right: SECRET, pasted: SECRET.slice('whsec_'.length), code: 'secret-prefix-stripped' },
  {
    how: 'with a prefix the sender leaves out',
    right: SECRET.slice('whsec_'.length),
    pasted: SECRET,
    code: 'secret-prefix-stripped',
  },
  { how: 'percent-encoded', right: 'a+b/c==', pasted: encodeURIComponent('a+b/c=='), code: 'secret-url-encoded' },
  { how: 'with blanks for its plus signs', right: 'abc+def+ghi', pasted: 'abc def ghi', code: 'secret-url-encoded' },
];

describe('a secret pasted wrongly is found', () => {
  for (const { how, right, pasted, code } of PASTED) {
    test(how, () => {
      const diagnosis = ask(signed(timed, { body: BODY }, right), timed, pasted);
      expect(diagnosis).toMatchObject({ code });
      expect(JSON.stringify(diagnosis)).not.toContain(right);
    });
  }
});

describe('decoding', () => {
  test.skipIf(!has('openssl'))('openssl with a decoded key, where the text is the key (needs openssl)', () => {
    const hexKey = Buffer.from(BASE64_SECRET.slice(6), 'base64').toString('hex');
    const signature = opensslHmac(`${NOW_MS / 1000}.${BODY}`, 'sha256', hexKey);
    const request = signed(timed, { body: BODY }, BASE64_SECRET);
    const changed = request.headers.map(([name, value]) =>
      name === 'Timed-Signature'
        ? ([name, value.replace(/v1=.*/, `v1=${signature}`)] as const)
        : ([name, value] as const),
    );
    expect(ask({ ...request, headers: changed }, timed, BASE64_SECRET)).toMatchObject({ code: 'secret-decoded' });
  });
  test.skipIf(!has('openssl'))('openssl with the text of the key, where it must be decoded (needs openssl)', () => {
    const request = signed(standard, { body: BODY }, BASE64_SECRET);
    const hexKey = Buffer.from(BASE64_SECRET).toString('hex');
    const signature = Buffer.from(
      opensslHmac(`msg_2xK9cT1sQvB7.${NOW_MS / 1000}.${BODY}`, 'sha256', hexKey),
      'hex',
    ).toString('base64');
    const headers = request.headers.map(
      ([name, value]) => [name, name === 'webhook-signature' ? `v1,${signature}` : value] as const,
    );
    expect(ask({ ...request, headers }, standard, BASE64_SECRET)).toMatchObject({ code: 'secret-not-decoded' });
  });
});

describe('other secrets', () => {
  const request = signed(plain, { body: BODY }, 'the-real-one');
  const wrong = { credential: credential('old-one', 'old'), origin: 'this-endpoint', endpointName: 'Inbox' } as const;
  test('another secret of the endpoint', () => {
    const rotated = {
      credential: credential('the-real-one', 'new'),
      origin: 'this-endpoint',
      endpointName: 'Inbox',
    } as const;
    const diagnosis = ask(request, plain, '', { credentials: [wrong, rotated] });
    expect(diagnosis).toMatchObject({ code: 'wrong-secret', proof: 'The secret “new” of this endpoint fits.' });
  });
  test('a secret of another endpoint', () => {
    const other = {
      credential: credential('the-real-one', 'live'),
      origin: 'other-endpoint',
      endpointName: 'Shop',
    } as const;
    const diagnosis = ask(request, plain, '', { credentials: [wrong, other] });
    expect(diagnosis).toMatchObject({ code: 'wrong-secret', proof: 'The secret “live” of the endpoint “Shop” fits.' });
  });
  test.each([
    ['not copied whole', 'whsec_abcdefghijklm', 'whsec_abcdefghijkl'],
    ['copied without its start', 'qwertyuiop12345', 'wertyuiop12345'],
    ['with O for 0', 'key-0123456789', 'key-O123456789'],
    ['with two characters exchanged', 'key-abcdefghij', 'key-abdcefghij'],
  ])('a secret %s', (_, right, pasted) => {
    const diagnosis = ask(signed(timed, { body: BODY }, right), timed, pasted);
    expect(diagnosis).toMatchObject({ code: 'wrong-secret' });
    expect(JSON.stringify(diagnosis)).not.toContain(right);
  });
  test('a sample secret', () => {
    expect(ask(signed(plain, { body: BODY }, 'whsec_test'), plain, 'real')).toMatchObject({ code: 'wrong-secret' });
  });
  test('a token that the body carries', () => {
    const body = 'token=Jhj5dZrVaK7ZwHHjRyZWjbDl&user=U1';
    expect(ask(signed(plain, { body }, 'Jhj5dZrVaK7ZwHHjRyZWjbDl'), plain, 'real')).toMatchObject({
      code: 'wrong-secret-kind',
    });
  });
  test('an API key instead of the signing secret', () => {
    expect(ask(signed(plain, { body: BODY }, 'real'), plain, 'sk_live_abcdefabcdef')).toMatchObject({
      code: 'wrong-secret-kind',
    });
  });
  test('no secret at all is said plainly', () => {
    expect(ask(request, plain, '', { credentials: [] })).toMatchObject({
      code: null,
      fix: 'Add the signing secret of this endpoint.',
    });
  });
  test('a secret that is simply another one is not accused of anything', () => {
    for (const secret of ['whsec_another', 'x', ' ', '"', 'ü', 'a'.repeat(5000), BASE64_SECRET]) {
      expect(ask(request, plain, secret).code, secret.slice(0, 20)).toBeNull();
    }
  });
});

function opensslHmac(data: string, hash: string, hexKey: string): string {
  const out = through(Buffer.from(data), 'openssl', 'dgst', `-${hash}`, '-mac', 'HMAC', '-macopt', `hexkey:${hexKey}`);
  return /[0-9a-f]{32,}/.exec(Buffer.from(out).toString())?.[0] ?? '';
}
