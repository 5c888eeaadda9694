import { expect, test } from 'vitest';
import { decodeReply, encodeReply, type ReplyStep, stepsOf } from '../server/contract/reply.ts';
import type { EndpointLimits } from '../server/contract/tunnel.ts';
import { explainStep } from '../server/reply/explain.ts';
import { planReply } from '../server/reply/plan.ts';
import { prepareReply, REPLIES } from '../server/reply/prepared.ts';
import type { StepContext } from '../server/reply/step.ts';
import { readyStep } from '../server/reply/steps/index.ts';

const request = (method: string, headers: [string, string][] = []) => ({
  method,
  target: '/e/x',
  httpVersion: '1.1',
  headers,
  trailers: [],
  body: Buffer.alloc(0),
  publicUrl: 'http://localhost/e/x',
  arrivedAtMs: 0,
});
const POST = () => request('POST');
const NO_LIMITS: EndpointLimits = { basicAuth: null, allow: null, perMinute: null };
const LIMITS: EndpointLimits = { ...NO_LIMITS, perMinute: 1, allow: ['203.0.113.7'] };
const REPLY = { status: 202, headers: [['X-A', 'b']] as [string, string][], body: 'later', delayMs: 70 };
const knock = (remoteAddress: string) => () => ({ headers: [], remoteAddress, tunnel: null });

const context = (told: string[] = []): StepContext => ({
  endpointId: 1,
  credentials: [],
  nowMs: () => 0,
  onRefused: (_id, sentence) => told.push(sentence),
  used: new Map(),
});
const planOf = (steps: readonly ReplyStep[], told?: string[]) => {
  const given = context(told);
  return planReply(
    steps.map((step) => readyStep(step, given)),
    () => undefined,
  );
};

test('an endpoint without limits lets everyone in, and its reply comes after its delay', () => {
  const plan = planOf(stepsOf({ paused: false, provider: null, reply: REPLY, limits: NO_LIMITS }));
  expect(plan).toMatchObject({ isOpen: true, asksWho: false });
  expect(plan.refuse(knock('127.0.0.1'))).toBeNull();
  expect(plan.answer('POST', POST)).toMatchObject({ delayMs: 70, reply: { status: 202, body: 'later' } });
});

test('who is not let in learns nothing of a pause', () => {
  const told: string[] = [];
  const plan = planOf(stepsOf({ paused: true, provider: null, reply: REPLY, limits: LIMITS }), told);
  expect(plan.refuse(knock('198.51.100.1'))).toMatchObject({ asksWho: true, reply: { status: 403 } });
  expect(plan.refuse(knock('203.0.113.7'))).toMatchObject({ asksWho: false, reply: REPLIES.paused });
  expect(plan.refuse(knock('203.0.113.7'))).toMatchObject({ asksWho: true, reply: { status: 429 } });
  expect(told).toHaveLength(2);
});

test('a provider’s set-up request is answered before the delay', () => {
  const plan = planOf(stepsOf({ paused: false, provider: null, reply: REPLY, limits: NO_LIMITS }));
  const answer = plan.answer('OPTIONS', () => request('OPTIONS', [['WebHook-Request-Origin', 'events.example']]));
  expect(answer).toMatchObject({ delayMs: 0, reply: { status: 200 } });
  expect(answer.sentence).toContain('CloudEvents');
});

test('a step that fails is told of, and the next one answers', () => {
  const failures: unknown[] = [];
  const failure = new Error('a rule of a provider');
  const steps = [
    {
      answer: () => {
        throw failure;
      },
    },
    { delayMs: 5 },
    { reply: REPLIES.paused },
  ];
  const plan = planReply(steps, (error) => failures.push(error));
  expect(plan.answer('POST', POST)).toEqual({ reply: REPLIES.paused, delayMs: 5 });
  expect(failures).toEqual([failure]);
});

test('delays before an answer add up, and what stands behind the answer to everyone is not asked', () => {
  const other = { reply: prepareReply({ status: 500, headers: [], body: '' }) };
  const plan = planReply(
    [{ delayMs: 5 }, { delayMs: 6 }, { reply: REPLIES.paused }, { delayMs: 7 }, other],
    () => undefined,
  );
  expect(plan.answer('POST', POST)).toEqual({ reply: REPLIES.paused, delayMs: 11 });
});

test('steps that answer nobody are no plan', () => {
  expect(() => planReply([{ delayMs: 5 }], () => undefined)).toThrow('answers everyone');
});

test('each step has a sentence of its own', () => {
  const sentences = stepsOf({ paused: true, provider: 'slack', reply: REPLY, limits: LIMITS }).map(explainStep);
  expect(sentences).toHaveLength(5);
  expect(new Set(sentences).size).toBe(5);
  expect(sentences[0]).toContain('403');
  expect(sentences[0]).toContain('429');
  expect(sentences[0]).not.toContain('401');
  expect(sentences[2]).toContain('its provider');
  expect(sentences[3]).toContain('70 ms');
  expect(sentences[4]).toContain('202');
});

test('a stored reply comes back as it was, and one of the first form too', () => {
  for (const reply of [REPLY, { ...REPLY, delayMs: 0 }]) {
    expect(decodeReply(encodeReply(reply))).toEqual(reply);
    expect(decodeReply(JSON.stringify(reply))).toEqual(reply);
  }
  expect(JSON.parse(encodeReply(REPLY))).toMatchObject({ version: 1, steps: [{ kind: 'delay' }, { kind: 'canned' }] });
});
