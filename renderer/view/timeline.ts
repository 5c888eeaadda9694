import type { Delivery } from '../../server/contract/delivery.ts';
import type { Attempt } from '../../server/contract/replay.ts';
import { type Meaning, outcomeMark, sentenceCase, statusMeaning, verdictMark, verdictWords } from './sentences.ts';
import { formatSize } from './size.ts';
import { surplusSentence } from './surplus.ts';

/** One thing that happened to a delivery. `atMs` null: its moment is not recorded. */
export interface Moment {
  readonly key: string;
  readonly atMs: number | null;
  readonly meaning: Meaning;
  readonly title: string;
  readonly text: string;
  readonly attemptId: number | null;
}

/** What happened to a delivery, in order: arrived, verified, stored, answered, then each send and its end. */
export function timeline(delivery: Delivery, attempts: readonly Attempt[]): readonly Moment[] {
  const { verdict, flags } = delivery;
  const size = formatSize(delivery.sizeBytes);
  const whole = flags.includes('damaged')
    ? 'The stored bytes are no longer those that were captured: the disk or another program changed them.'
    : delivery.incompleteReason === null
      ? `${size}, SHA-256 ${delivery.sha256.slice(0, 12)}…`
      : `Only the first ${size} were kept. ${delivery.incompleteReason}`;
  const kept = delivery.surplus === null ? whole : `${whole} ${surplusSentence(delivery.surplus)}`;
  const moments: Moment[] = [
    step(
      'arrived',
      delivery.at,
      'plain',
      'Arrived',
      delivery.tunnel === null ? `from ${delivery.remoteAddress}` : `through ${delivery.tunnel.adapter}`,
    ),
    step('verified', null, verdictMark(verdict).meaning, sentenceCase(verdictWords(verdict)), verdict.sentence),
    step('stored', null, flags.length > 0 ? 'warning' : 'ok', 'Stored', kept),
    delivery.replyStatus === null
      ? step('answered', null, 'warning', 'Not answered', 'The connection was gone before an answer')
      : step(
          'answered',
          null,
          statusMeaning(delivery.replyStatus),
          `Answered ${delivery.replyStatus}`,
          'to the sender, after the bytes were on disk',
        ),
  ];
  const inOrder = [...attempts].sort((a, b) => a.startedAt - b.startedAt || a.id - b.id);
  for (const attempt of inOrder) moments.push(...attemptMoments(attempt));
  return moments;
}

function attemptMoments(attempt: Attempt): readonly Moment[] {
  const { id, outcome } = attempt;
  const how = `${attempt.origin === 'forward' ? 'Forwarded' : 'Replayed'}${attempt.edited ? ', edited' : ''}`;
  const sent: Moment = { ...step(`sent-${id}`, attempt.startedAt, 'info', how, `to ${attempt.url}`), attemptId: id };
  if (outcome.kind === 'pending')
    return [sent, { ...step(`end-${id}`, null, 'info', 'Waiting for the answer', ''), attemptId: id }];
  const endAt = attempt.startedAt + Math.round(outcome.timings.totalMs);
  if (outcome.kind === 'failed')
    return [sent, { ...step(`end-${id}`, endAt, 'bad', 'Failed', outcome.reason), attemptId: id }];
  const mark = outcomeMark({ id, outcome: 'answered', status: outcome.status });
  const text = `${outcome.statusText === '' ? '' : `${outcome.statusText}, `}${formatSize(outcome.bodySizeBytes)}`;
  return [
    sent,
    { ...step(`end-${id}`, endAt, mark?.meaning ?? 'plain', `App answered ${outcome.status}`, text), attemptId: id },
  ];
}

const step = (key: string, atMs: number | null, meaning: Meaning, title: string, text: string): Moment => ({
  key,
  atMs,
  meaning,
  title,
  text,
  attemptId: null,
});
