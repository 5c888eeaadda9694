import type { CannedReply } from './endpoint.ts';
import type { EndpointLimits, LimitsView } from './tunnel.ts';

/**
 * One step of what an endpoint answers a sender. Steps are asked in their order: those before the body may refuse a request,
 * which is then not kept; of the others the first that has an answer gives it, once the delivery is stored. Limits are in the
 * clear where they are to be kept, and without their password where they are told of.
 */
export type ReplyStep<Limits extends LimitsView = EndpointLimits> =
  | { readonly kind: 'limits'; readonly limits: Limits }
  | { readonly kind: 'paused' }
  /** Set-up requests of this provider (by its id), and those that any CloudEvents sender makes by OPTIONS. */
  | { readonly kind: 'challenge'; readonly provider: string | null }
  | { readonly kind: 'delay'; readonly ms: number }
  | CannedStep;

/** The same answer to everyone; `body` is text. */
export type CannedStep = { readonly kind: 'canned' } & Omit<CannedReply, 'delayMs'>;

/** What of an endpoint decides its answers. */
export interface ReplySettings<Limits extends LimitsView = EndpointLimits> {
  readonly paused: boolean;
  readonly provider: string | null;
  readonly reply: CannedReply;
  readonly limits: Limits;
}

/** The steps of an endpoint: who is let in, whether it takes anything, what its provider asks, and what everyone else gets. */
export function stepsOf<Limits extends LimitsView>({
  paused,
  provider,
  reply,
  limits,
}: ReplySettings<Limits>): readonly ReplyStep<Limits>[] {
  const isLimited = limits.basicAuth !== null || limits.allow !== null || limits.perMinute !== null;
  return [
    ...(isLimited ? [{ kind: 'limits', limits } as const] : []),
    ...(paused ? [{ kind: 'paused' } as const] : []),
    { kind: 'challenge', provider },
    ...cannedSteps(reply),
  ];
}

const VERSION = 1;

/** A canned reply as it is stored: its steps, with the version of their form. */
export const encodeReply = (reply: CannedReply): string =>
  JSON.stringify({ version: VERSION, steps: cannedSteps(reply) });

/** The way back. Without a version it is a reply of the first form: its members, and no steps. */
export function decodeReply(text: string): CannedReply {
  const stored = JSON.parse(text) as CannedReply | { readonly version: number; readonly steps: readonly ReplyStep[] };
  if (!('steps' in stored)) return stored;
  let delayMs = 0;
  for (const step of stored.steps) {
    if (step.kind === 'delay') delayMs += step.ms;
    if (step.kind === 'canned') return { status: step.status, headers: step.headers, body: step.body, delayMs };
  }
  throw new Error('A stored reply has no answer.');
}

function cannedSteps({ delayMs, ...reply }: CannedReply): readonly Exclude<ReplyStep, { kind: 'limits' }>[] {
  const canned: CannedStep = { kind: 'canned', ...reply };
  return delayMs > 0 ? [{ kind: 'delay', ms: delayMs }, canned] : [canned];
}
