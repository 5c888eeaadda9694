import type { HeaderLine } from '../contract/header.ts';
import type { ExtraInput, Provider, Sample } from './provider.ts';
import { type Mark, recogniser } from './reading/marks.ts';
import { type Reader, source } from './reading/source.ts';
import { type View, viewOf } from './reading/view.ts';
import type { Scheme } from './schemes/scheme.ts';

/** A sample as data: header names and values, and a body that is sent as JSON unless it is text. */
export interface SampleData {
  readonly method?: string;
  readonly pathAndQuery?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A provider as data. Sources are those of reading/source.ts, marks those of reading/marks.ts. */
export interface SenderData {
  readonly id: string;
  readonly name: string;
  readonly docsUrl: string;
  readonly confidence?: Provider['confidence'];
  /** What to paste as the secret, in the provider's own words. Empty when it has none. */
  readonly secretLabel: string;
  /** Second inputs that may go with the secret. */
  readonly extras?: readonly ExtraInput[];
  readonly marks: readonly Mark[];
  readonly event?: string;
  readonly resource?: string;
  readonly delivery?: string;
  /** Source of the attempt number that counts from 1. */
  readonly attempt?: string;
  /** Source of the number of retries so far, which counts from 0. */
  readonly retries?: string;
  /** What deliveries of one event have in common, where it is not the delivery id. */
  readonly group?: string;
  readonly scheme?: Scheme;
  readonly sample?: SampleData | ((nowMs: number) => SampleData);
  readonly challenge?: Provider['challenge'];
}

/** Make a Provider from data. */
export function sender(data: SenderData): Provider {
  const { id, name, docsUrl, confidence = 'confirmed', secretLabel, extras, scheme, sample } = data;
  const { challenge } = data;
  const score = recogniser(data.marks);
  const read = {
    event: reader(data.event, '.'),
    resource: reader(data.resource, ' '),
    delivery: reader(data.delivery, ' '),
    attempt: reader(data.attempt, ''),
    retries: reader(data.retries, ''),
    group: reader(data.group ?? data.delivery, ' '),
  };
  return {
    id,
    name,
    docsUrl,
    confidence,
    signs: scheme?.proves === 'bytes',
    secretLabel,
    ...(extras === undefined ? {} : { extras }),
    marks: data.marks,
    recognise: (request) => score(viewOf(request)),
    describe: (request) => {
      const view = viewOf(request);
      const group = read.group(view);
      return {
        event: read.event(view) ?? null,
        resource: read.resource(view) ?? null,
        deliveryKey: read.delivery(view) ?? null,
        attempt: attemptOf(view, read.attempt, read.retries),
        groupKey: group === undefined ? null : `${id} ${group}`,
      };
    },
    ...(scheme === undefined ? {} : { carriesSignature: scheme.carried, check: scheme.check }),
    ...(scheme?.sign === undefined ? {} : { sign: scheme.sign }),
    ...(sample === undefined
      ? {}
      : { sample: (nowMs) => madeSample(typeof sample === 'function' ? sample(nowMs) : sample) }),
    ...(challenge === undefined ? {} : { challenge }),
  };
}

const reader = (text: string | undefined, joint: string): Reader =>
  text === undefined ? () => undefined : source(text, joint);

function attemptOf(view: View, attempt: Reader, retries: Reader): number | null {
  const stated = attempt(view);
  const number = stated === undefined ? Number(retries(view) ?? Number.NaN) + 1 : Number(stated);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

/** Bytes of a sample. JSON without blanks; text as it stands, as a form unless a content type is given. */
export function madeSample({ method = 'POST', pathAndQuery = '', headers = {}, body }: SampleData): Sample {
  const lines: HeaderLine[] = Object.entries(headers);
  const typed = lines.some(([name]) => name.toLowerCase() === 'content-type');
  const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    method,
    pathAndQuery,
    headers: typed ? lines : [['Content-Type', type], ...lines],
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8'),
  };
}
