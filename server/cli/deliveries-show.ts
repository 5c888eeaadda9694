import type { Delivery, Flag } from '../contract/delivery.ts';
import { printable } from '../contract/invisible.ts';
import { headerText } from '../contract/latin1.ts';
import type { Command } from './command.ts';
import { localTime } from './local-time.ts';
import { sizeText } from './table.ts';
import { toId } from './words.ts';

export const deliveriesShow: Command = {
  name: 'deliveries show',
  summary: 'Show one delivery with its header lines',
  usage: 'ID',
  mostWords: 1,
  options: {},
  optionHelp: {},
  examples: ['hookglass deliveries show 12', 'hookglass deliveries show 12 --json'],
  async run({ words }, { api, json, out }) {
    const id = toId(words[0]);
    const client = await api();
    const delivery = await client.call('getDelivery', { params: { id } });
    const attempts = await client.call('listAttempts', { params: { id } });
    if (json) {
      out(`${JSON.stringify({ ...delivery, attempts })}\n`);
      return 0;
    }
    const facts: [string, string][] = [
      ['arrived', localTime(delivery.at)],
      ...wayIn(delivery),
      ['provider', delivery.provider ?? 'unknown'],
      ['event', delivery.event ?? '-'],
      ['resource', delivery.resource ?? '-'],
      [
        'verdict',
        `${delivery.verdict.kind}${delivery.verdict.stale ? ', but stale' : ''}: ${delivery.verdict.sentence}`,
      ],
      ['body', `${sizeText(delivery.sizeBytes)}, SHA-256 ${delivery.sha256}`],
      ['answered', delivery.replyStatus === null ? 'not answered' : String(delivery.replyStatus)],
      ...delivery.flags.map((flag): [string, string] => ['note', noteOf(delivery, flag)]),
      ...attempts.map(({ id: attempt, url, outcome }): [string, string] => [
        'sent',
        `#${attempt} ${url} ${outcome.kind === 'answered' ? outcome.status : outcome.kind === 'failed' ? outcome.reason : 'pending'}`,
      ]),
    ];
    out(facts.map(([name, value]) => `${name.padEnd(9)} ${printable(value)}\n`).join(''));
    out(`\n${printable(`${delivery.method} ${delivery.fullTarget} HTTP/${delivery.httpVersion}`)}\n`);
    out(
      [...delivery.headers, ...delivery.trailers]
        .map(([name, value]) => `${printable(name)}: ${printable(headerText(value).text)}\n`)
        .join(''),
    );
    return 0;
  },
};

function noteOf({ malformedReason, incompleteReason, surplus }: Delivery, flag: Flag): string {
  if (flag === 'malformed') return malformedReason ?? flag;
  if (flag !== 'surplus' || surplus === null) return incompleteReason === null ? flag : `${flag}: ${incompleteReason}`;
  const start = Buffer.from(surplus.base64, 'base64').toString('latin1').slice(0, 200);
  return `surplus: ${surplus.sizeBytes} bytes followed that are no request, and no part of it (--json has them in base64): ${start}`;
}

/** How it came in: who is said to have sent it, and what the tunnel changed. */
function wayIn({ tunnel }: Delivery): [string, string][] {
  if (tunnel === null) return [['came in', 'local, not through the tunnel']];
  const { adapter, url, sender, changes } = tunnel;
  const told = sender && `${sender.address}, as told by the tunnel (${sender.toldBy}): nobody vouches for it`;
  return [
    ['came in', `through ${adapter} at ${url}`],
    ['sender', told ?? 'not told by the tunnel'],
    ...changes.map(({ sentence }): [string, string] => ['changed', sentence]),
  ];
}
