import { withLines } from '../case.ts';
import { type Damage, type Kind, lines, TIMED } from './kind.ts';

/** Timestamps and ids in another form. */
export const TIME_KINDS: readonly Kind[] = [
  {
    kind: 'timestamp as ISO',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toISOString()),
  },
  {
    kind: 'timestamp as ISO without ms',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toISOString().replace('.000', '')),
  },
  {
    kind: 'timestamp as ISO with offset',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${new Date(s * 1000 + 7_200_000).toISOString().slice(0, 19)}+02:00`),
  },
  {
    kind: 'timestamp with a blank',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toISOString().slice(0, 19).replace('T', ' ')),
  },
  {
    kind: 'timestamp as HTTP date',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toUTCString()),
  },
  {
    kind: 'timestamp with a fraction',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}.123456`),
  },
  {
    kind: 'timestamp with .0',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}.0`),
  },
  {
    kind: 'timestamp in ms',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}000`),
  },
  {
    kind: 'timestamp in us',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}000000`),
  },
  {
    kind: 'timestamp as float exponent',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => Number(s).toExponential()),
  },
  {
    kind: 'timestamp a minute off',
    at: TIMED,
    causes: ['timestamp-changed'],
    damage: timestamp((s) => String(s + 37)),
  },
  { kind: 'timestamp header gone', at: TIMED, causes: ['missing-header'], damage: lines(/timestamp/i, () => []) },
  {
    kind: 'id replaced, other in a header',
    at: ['standard-webhooks', 'svix', 'openai'],
    causes: ['id-changed'],
    damage: lines(/^(webhook|svix)-id$/i, ([n, v]) => [
      [n, '7f0c1c7e-3f65-4c8f-9d53-1f1f6bd0a3c2'],
      ['X-Original-Message', v],
    ]),
  },
  {
    kind: 'id in capitals',
    at: ['standard-webhooks', 'svix', 'openai'],
    causes: ['id-changed'],
    damage: lines(/^(webhook|svix)-id$/i, ([n, v]) => [[n, v.toUpperCase()]]),
  },
];

function timestamp(change: (seconds: number) => string): Damage {
  return (of) => {
    let hit = false;
    const changed = withLines(of, ([name, value]) => {
      if (name.toLowerCase() === 'content-type' || /hub|calendly-x/.test(name)) return [[name, value]];
      const made = /timestamp|^(webhook|svix)-timestamp/i.test(name)
        ? value.replace(/^\d{10}(?:\d{3})?$/, (ts) => change(Number(ts.slice(0, 10))))
        : value.replace(
            /(^|[,;])(ts?)=(\d{10})/,
            (_, a: string, b: string, ts: string) => `${a}${b}=${change(Number(ts))}`,
          );
      if (made !== value) hit = true;
      return [[name, made]];
    });
    return hit ? changed : null;
  };
}
