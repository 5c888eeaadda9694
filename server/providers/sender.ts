import type { HeaderLine } from '../contract/header.ts';
import type { Provider, Sample, Samples, Signature } from './provider.ts';
import { type Mark, recogniser } from './reading/marks.ts';
import { type Reader, source } from './reading/source.ts';
import { type View, viewOf } from './reading/view.ts';
import type { Scheme } from './schemes/scheme.ts';

/** A sample as data: header names and values, and a body that is sent as JSON unless it is text. */
export interface SampleData {
  readonly event?: string;
  readonly method?: string;
  readonly pathAndQuery?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Where the facts of a delivery stand. */
export interface Facts {
  readonly event?: string;
  readonly resource?: string;
  readonly delivery?: string;
  /** Source of the attempt number that counts from 1. */
  readonly attempt?: string;
  /** Source of the number of retries so far, which counts from 0. */
  readonly retries?: string;
  /** What deliveries of one event have in common, where it is not the delivery id. */
  readonly group?: string;
}

/** A provider as data. Sources are those of reading/source.ts, marks those of reading/marks.ts. */
export interface SenderData extends Pick<Provider, 'id' | 'name' | 'docsUrl' | 'setup' | 'delivery'> {
  readonly confidence?: Provider['confidence'];
  readonly marks: readonly Mark[];
  readonly describe?: Facts;
  readonly signature: Pick<Signature, 'secretLabel' | 'extras'> & { readonly scheme: Scheme };
  readonly sample?: SampleData | ((nowMs: number) => SampleData);
  readonly samples?: SampleFile;
}

/** The module of a samples/<id>.json, which holds a list of SampleData; a test reads every one. */
export type SampleFile = () => Promise<{ readonly default: unknown }>;

/** Make a Provider from data. */
export function sender(data: SenderData): Provider {
  const { id, name, docsUrl, confidence = 'confirmed', marks, describe = {}, signature } = data;
  const { setup, delivery, sample, samples } = data;
  const { scheme, ...pasted } = signature;
  const score = recogniser(marks);
  return {
    id,
    name,
    docsUrl,
    confidence,
    marks,
    recognise: (request) => score(viewOf(request)),
    describe: describer(id, describe),
    signature: { ...scheme, ...pasted },
    ...(setup === undefined ? {} : { setup }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(sample === undefined ? {} : { samples: samplesOf(sample, samples) }),
  };
}

/** The samples of a provider: `sample` at once, those of the file when they are asked for. */
export function samplesOf(sample: SampleData | ((nowMs: number) => SampleData), file?: SampleFile): Samples {
  const first: Samples['first'] = (nowMs) => madeSample(typeof sample === 'function' ? sample(nowMs) : sample);
  return {
    first,
    all: async (nowMs) =>
      file === undefined ? [first(nowMs)] : ((await file()).default as readonly SampleData[]).map(madeSample),
  };
}

function describer(id: string, facts: Facts): Provider['describe'] {
  const event = reader(facts.event, '.');
  const resource = reader(facts.resource, ' ');
  const delivery = reader(facts.delivery, ' ');
  const attempt = reader(facts.attempt, '');
  const retries = reader(facts.retries, '');
  const group = reader(facts.group ?? facts.delivery, ' ');
  return (request) => {
    const view = viewOf(request);
    const common = group(view);
    return {
      event: event(view) ?? null,
      resource: resource(view) ?? null,
      deliveryKey: delivery(view) ?? null,
      attempt: attemptOf(view, attempt, retries),
      groupKey: common === undefined ? null : `${id} ${common}`,
    };
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
export function madeSample({ event, method = 'POST', pathAndQuery = '', headers = {}, body }: SampleData): Sample {
  const lines: HeaderLine[] = Object.entries(headers);
  const typed = lines.some(([name]) => name.toLowerCase() === 'content-type');
  const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    ...(event === undefined ? {} : { event }),
    method,
    pathAndQuery,
    headers: typed ? lines : [['Content-Type', type], ...lines],
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8'),
  };
}
