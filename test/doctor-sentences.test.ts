import { expect, test } from 'vitest';
import { JSON_BODIES } from './doctor-corpus/bodies.ts';
import { diagnosed, genuine, withBody, withLines } from './doctor-corpus/case.ts';

const body = JSON_BODIES['js']!;

test.each(['svix', 'shopify', 'stripe', 'slack'])(
  'where all headers of %s were renamed, the proof names one that the check needs',
  (id) => {
    const of = withLines(genuine(id, body), ([name, value]) => [[name.replaceAll('-', '_'), value]]);
    expect(diagnosed(of).proof).toMatch(/^(?!Content|User|Host)\w+ fits under the name (?!Content|User|Host)[\w-]+\.$/);
  },
);

test('a body that was cut is told with its open brackets in words, one or more', () => {
  const proofOf = (signed: string, cut: number) =>
    diagnosed(withBody(genuine('github', signed), signed.slice(0, -cut))).proof;
  expect(proofOf('{"id":"a","name":"b"}', 2)).toBe('The JSON stops after 19 bytes with 1 bracket still open.');
  expect(proofOf('{"id":"a","list":[1,2,3]}', 3)).toBe('The JSON stops after 22 bytes with 2 brackets still open.');
});

test('every proof begins like a sentence', () => {
  const of = genuine('square', body);
  const found = diagnosed({ ...of, request: { ...of.request, publicUrl: 'http://localhost:4100/e/inbox' } });
  expect([found.code, found.proof]).toEqual([
    'url-differs',
    expect.stringMatching(/^[A-Z].*: the signature fits https:/),
  ]);
});
