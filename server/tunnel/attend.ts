import type { Clock } from '../contract/clock.ts';
import type { TunnelFidelity } from '../contract/tunnel.ts';
import type { Opened } from './opener.ts';
import { ABORTED } from './or-aborted.ts';
import type { Probe, ProbeResult } from './probe.ts';
import { ANYWHERE, type Reach } from './reach.ts';
import type { Timings } from './timings.ts';
import type { Wake } from './wake.ts';

/** A round trip that worked, at `at`. `sleptFrom` is set when the machine slept before it. */
export interface Proof {
  readonly at: number;
  readonly roundTripMs: number;
  readonly fidelity: TunnelFidelity;
  readonly sleptFrom: number | null;
}

/** How an open tunnel was lost: the last moment it is known to have worked, and why. */
export interface Loss {
  readonly from: number;
  readonly reason: string;
}

export interface AttendDeps {
  readonly clock: Clock;
  readonly timings: Timings;
  readonly probe: Pick<Probe, 'send'>;
  readonly ownPorts: () => readonly number[];
  readonly onProof: (proof: Proof) => void;
  /** A probe failed, but the tunnel is not given up yet. */
  readonly onDoubt: (reason: string) => void;
  readonly onUrl: (url: string) => void;
  /** Hand out what is to be called after a sleep, a network change or a wish of the user; taken back with null. */
  readonly onWaker: (wake: ((why: Wake | null) => void) | null) => void;
  /** Find out now whether the machine has slept. */
  readonly look: () => void;
}

/**
 * Watch an open tunnel until it is lost or `signal` fires: a probe at once, then at every interval and at every wake. Two failed
 * probes in a row, one definite failure, or the opener's own word end it. Until the first proof, failures are forgiven for a
 * while, because a new public name needs time to be known; one that the user typed does not. Leaves no timer and no listener behind.
 */
export function attend(deps: AttendDeps, opened: Opened, signal: AbortSignal): Promise<Loss | typeof ABORTED> {
  const { clock, timings } = deps;
  return new Promise((resolve) => {
    const stopProbe = new AbortController();
    const openedAt = clock.now();
    const graceMs = opened.address === 'typed' ? 0 : timings.graceMs;
    let url = opened.url;
    let provenAt: number | null = null;
    let sleptFrom: number | null = null;
    let misses = 0;
    let works = false;
    let again = false;
    let running = false;
    let cancel = clock.after(0, probeNow);

    const stop = (): void => end(ABORTED);
    function end(result: Loss | typeof ABORTED): void {
      if (stopProbe.signal.aborted) return;
      cancel();
      deps.onWaker(null);
      signal.removeEventListener('abort', stop);
      stopProbe.abort();
      resolve(result);
    }
    function probeNow(): void {
      cancel();
      again = running;
      if (running) return;
      running = true;
      deps.probe.send(url, reachOf(opened, deps.ownPorts()), stopProbe.signal).then(judge, (error: unknown) => {
        judge({ kind: 'failed', reason: `The probe broke: ${String(error)}.`, definite: false });
      });
    }
    function judge(result: ProbeResult): void {
      running = false;
      if (stopProbe.signal.aborted) return;
      works = result.kind === 'worked';
      if (result.kind === 'worked') {
        provenAt = clock.now();
        misses = 0;
        deps.onProof({ at: provenAt, roundTripMs: result.roundTripMs, fidelity: result.fidelity, sleptFrom });
        sleptFrom = null;
        next(timings.probeEveryMs);
        return;
      }
      const forgiven = provenAt === null && clock.now() - openedAt < graceMs;
      if (!forgiven) misses += 1;
      if (forgiven || (!result.definite && misses < 2)) {
        next(timings.probeAgainMs);
        deps.onDoubt(result.reason);
      } else end({ from: sleptFrom ?? provenAt ?? openedAt, reason: result.reason });
    }
    function next(delayMs: number): void {
      cancel = clock.after(again ? 0 : delayMs, probeNow);
    }

    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    deps.onWaker((why) => {
      if (why?.kind === 'slept') sleptFrom ??= why.from;
      probeNow();
    });
    opened.onUrl?.((changed) => {
      url = changed;
      deps.onUrl(changed);
      probeNow();
    });
    opened.closed.then(
      (reason) => dropped(reason),
      (error: unknown) => dropped(String(error)),
    );
    function dropped(reason: string): void {
      if (stopProbe.signal.aborted) return;
      deps.look();
      end({ from: sleptFrom ?? (works ? clock.now() : (provenAt ?? openedAt)), reason });
    }
  });
}

/** What a server of someone else says is its address may be public, or where that server is itself; what the user typed, anywhere. */
function reachOf({ address, near = [] }: Opened, refusedPorts: readonly number[]): Reach {
  return address === 'typed' ? ANYWHERE : { kinds: ['public', ...near], refusedPorts };
}
