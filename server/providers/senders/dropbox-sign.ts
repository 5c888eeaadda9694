import { createHmac } from 'node:crypto';
import { textAnswer } from '../challenges.ts';
import type { Provider } from '../provider.ts';
import { exactJson, hasMembers, printedJson } from '../reading/exact-json.ts';
import { field } from '../reading/form.ts';
import { asText, memberAt } from '../reading/source.ts';
import { type View, viewOf } from '../reading/view.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';

/** developers.hellosign.com, events: a form whose field json holds a hash of the event's time and type alone. */
function eventOf(view: View): unknown {
  const text = field(view.form(), 'json');
  if (text === undefined) return memberAt(view.jsonOfAnySize(), ['event']);
  return memberAt(exactJson(text), ['event']);
}

const wrapper: Wrapper = {
  names: ['event_hash'],
  carried: (view) => asText(memberAt(eventOf(view), ['event_hash'])) !== undefined,
  read: (view, scheme) => {
    const [signature, timestamp, id] = ['event_hash', 'event_time', 'event_type'].map((name) =>
      asText(memberAt(eventOf(view), [name])),
    );
    if (signature === undefined || timestamp === undefined || id === undefined)
      return invalid(
        'missing-header',
        'The field json has no event with event_hash, event_time and event_type.',
        evidence(scheme),
      );
    return { signatures: [signature], timestamp, id };
  },
  write: () => ({ headers: [] }),
};

const scheme = hmacIn(wrapper, {
  name: 'HMAC-SHA256 of {event_time}{event_type}, hex',
  // Both come from JSON, so they are text and no bytes of a header.
  signed: (_, { timestamp, id }) => Buffer.from(`${timestamp}${id}`, 'utf8'),
  time: { unit: 's', toleranceS: null },
  note: 'Only the event’s time and type are signed; the rest of the body is not protected.',
});

const data = sender({
  id: 'dropbox-sign',
  name: 'Dropbox Sign',
  docsUrl: 'https://developers.hellosign.com/docs/events/walkthrough/',
  marks: [
    [90, 'ua:HelloSign'],
    [85, 'form:json', 'form:json^={"event'],
    [80, 'body:event.event_hash'],
  ],
  signature: {
    secretLabel: 'API key',
    scheme: {
      ...scheme,
      sign: (request, credential, nowMs) => {
        const event = eventOf(viewOf(request));
        const type = asText(memberAt(event, ['event_type'])) ?? 'callback_test';
        const time = String(Math.floor(nowMs / 1000));
        const hash = createHmac('sha256', credential.value).update(`${time}${type}`).digest('hex');
        const known = hasMembers(event) ? event : {};
        const json = printedJson({ event: { ...known, event_time: time, event_type: type, event_hash: hash } }) ?? '';
        return {
          headers: [['Content-Type', 'application/x-www-form-urlencoded']],
          body: Buffer.from(new URLSearchParams({ json }).toString(), 'utf8'),
        };
      },
    },
  },
  setup: {
    // Any other answer to the test of the callback address is an error to Dropbox Sign; so is one to an event, which is sent again.
    challenge: (request) =>
      request.method === 'POST' && asText(memberAt(eventOf(viewOf(request)), ['event_type'])) === 'callback_test'
        ? textAnswer('Hello API Event Received', 'Answered Dropbox Sign’s test of the address as it asks.')
        : null,
  },
  sample: {
    headers: { 'User-Agent': 'HelloSign API' },
    body: new URLSearchParams({ json: '{"event":{"event_type":"signature_request_sent"}}' }).toString(),
  },
});

export const dropboxSign: Provider = {
  ...data,
  describe: (request) => {
    const event = eventOf(viewOf(request));
    const hash = asText(memberAt(event, ['event_hash'])) ?? null;
    return {
      event: asText(memberAt(event, ['event_type'])) ?? null,
      resource: asText(memberAt(event, ['event_metadata', 'related_signature_id'])) ?? null,
      deliveryKey: hash,
      attempt: null,
      groupKey: hash === null ? null : `dropbox-sign ${hash}`,
    };
  },
};
