import type { Clock } from '../contract/clock.ts';
import type { AdapterId, TunnelOptions, TunnelState } from '../contract/tunnel.ts';
import { attend, type Loss } from './attend.ts';
import { backOffMs } from './back-off.ts';
import type { CaptureTarget } from './capture-target.ts';
import type { Gaps } from './gaps.ts';
import { type Adapter, type Opened, OpenFailure } from './opener.ts';
import { ABORTED, orAborted } from './or-aborted.ts';
import type { Probe } from './probe.ts';
import type { Timings } from './timings.ts';
import { tryOpen } from './try-open.ts';
import type { Wake } from './wake.ts';

export interface SuperviseDeps {
  readonly target: CaptureTarget;
  readonly adapters: readonly Adapter[];
  readonly probe: Pick<Probe, 'send'>;
  readonly ownPorts: () => readonly number[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly timings: Timings;
  readonly gaps: Gaps;
  readonly setState: (state: TunnelState) => void;
  readonly onWaker: (wake: ((why: Wake | null) => void) | null) => void;
  readonly look: () => void;
  /** The address that senders have; set by the first proof, and then by the user alone. */
  readonly senders: { url: string | null };
}

type Open = Extract<TunnelState, { kind: 'open' }>;

/**
 * One session of the tunnel: open, watch, and open again with growing waits until `signal` fires or no adapter is left that
 * could ever be opened. Returns the reason of the latter, or null after the signal. Everything opened is closed by then.
 */
export async function supervise(deps: SuperviseDeps, options: TunnelOptions, signal: AbortSignal) {
  const { clock, timings } = deps;
  const names = new Map<AdapterId, string>();
  const refusals: string[] = [];
  let line = adaptersInOrder(deps.adapters, options);
  let url: string | null = null;
  let failures = 0;
  let attempt = 0;
  let nameTries = 0;
  let lostSince: number | null = null;

  for (let adapter = line[0]; adapter !== undefined; adapter = line[0]) {
    attempt += 1;
    deps.setState({ kind: 'opening', adapter: adapter.id, since: clock.now(), attempt, url });
    const wishes: Partial<TunnelOptions> = adapter.id === options.adapter ? options : {};
    const { host = null, url: typedUrl = null, subdomain = null } = wishes;
    const name = names.get(adapter.id) ?? subdomain;
    const wish = { target: deps.target, subdomain: name, host, url: typedUrl };
    const request = { ...wish, timeoutMs: timings.openMs, ownPorts: deps.ownPorts() };
    const result = await tryOpen(deps, adapter, request, signal);
    if (result === ABORTED) return null;
    if (result instanceof OpenFailure && result.lasting) {
      refusals.push(result.message);
      line = line.slice(1);
      continue;
    }

    let loss: Loss;
    if (result instanceof OpenFailure) {
      loss = { from: clock.now(), reason: result.message };
    } else if (isNotOurs(result, name) && names.has(adapter.id) && nameTries < 3) {
      nameTries += 1;
      await closeWithin(deps, result);
      loss = { from: clock.now(), reason: `The server still holds the name ${name}; it is asked for again.` };
    } else {
      if (result.name !== null && !names.has(adapter.id)) names.set(adapter.id, name ?? result.name);
      const ended = await whileOpen(adapter, result, isNotOurs(result, name) ? name : null);
      await closeWithin(deps, result);
      if (ended === ABORTED) return null;
      deps.gaps.begin(ended.from, ended.reason);
      loss = ended;
    }

    failures += 1;
    lostSince ??= loss.from;
    const waitMs = backOffMs(failures, deps.random(), { firstMs: timings.firstRetryMs, mostMs: timings.mostRetryMs });
    const retryAt = clock.now() + waitMs;
    deps.setState({ kind: 'lost', adapter: adapter.id, url, since: lostSince, retryAt, reason: loss.reason });
    if (failures % timings.triesPerAdapter === 0) line = [...line.slice(1), adapter];
    if ((await pause(deps, waitMs, signal)) === ABORTED) return null;
  }
  return refusals.join(' ') || `There is no way to open a tunnel with ${options.adapter} here.`;

  /** Show `opened` as open, each proof in its state, until it is lost. */
  function whileOpen(adapter: Adapter, opened: Opened, takenName: string | null): Promise<Loss | typeof ABORTED> {
    let state: Open = {
      kind: 'open',
      adapter: adapter.id,
      url: opened.url,
      since: clock.now(),
      lastProbe: null,
      doubt: null,
      urlChangedFrom: null,
      takenName,
      fidelity: adapter.fidelity,
    };
    const show = (change: Partial<Open>): void => {
      state = { ...state, ...change };
      url = state.url;
      if (state.lastProbe !== null) deps.senders.url ??= url;
      const isNews = state.lastProbe !== null && deps.senders.url !== url;
      deps.setState({ ...state, urlChangedFrom: isNews ? deps.senders.url : null });
    };
    show({});
    return attend(
      {
        ...deps,
        onUrl: (newUrl) => show({ url: newUrl, lastProbe: null, doubt: null }),
        onDoubt: (doubt) => show({ doubt }),
        onProof: ({ at, roundTripMs, fidelity, sleptFrom }) => {
          if (sleptFrom !== null) deps.gaps.begin(sleptFrom, 'This computer was asleep.');
          deps.gaps.end(at);
          failures = 0;
          attempt = 0;
          nameTries = 0;
          lostSince = null;
          show({ lastProbe: { at, roundTripMs }, doubt: null, fidelity });
        },
      },
      opened,
      signal,
    );
  }
}

function adaptersInOrder(adapters: readonly Adapter[], { adapter, fallback = [] }: TunnelOptions): readonly Adapter[] {
  const ids = [...new Set([adapter, ...fallback])];
  return ids.flatMap((id) => adapters.filter((known) => known.id === id));
}

const isNotOurs = (opened: Opened, asked: string | null): boolean =>
  asked !== null && opened.name !== null && opened.name !== asked;

/** Wait before the next try; a wake of the machine, or the user, cuts it short. */
function pause({ clock, onWaker }: SuperviseDeps, waitMs: number, signal: AbortSignal) {
  let cancel: () => void = () => undefined;
  const over = new Promise<null>((resolve) => {
    cancel = clock.after(waitMs, () => resolve(null));
    onWaker(() => resolve(null));
  });
  return orAborted(over, signal).finally(() => {
    cancel();
    onWaker(null);
  });
}

/** Close, but do not wait for ever on something that will not end. */
async function closeWithin({ clock, timings }: SuperviseDeps, opened: Opened): Promise<void> {
  let cancel: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => {
    cancel = clock.after(timings.closeMs, resolve);
  });
  await Promise.race([opened.close().catch(() => undefined), enough]);
  cancel();
}
