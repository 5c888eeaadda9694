import { describe, expect, test } from 'vitest';
import { readMoment } from '../server/index/search-moment.ts';
import { withApp } from './support/app.ts';

const NOW = Date.UTC(2026, 10, 29, 12);

describe('a moment of after: and before:', () => {
  test.each<[string, number]>([
    ['2026-11-21', new Date(2026, 10, 21).getTime()],
    ['2024-02-29', new Date(2024, 1, 29).getTime()],
    ['2026-11-21T14:02', new Date(2026, 10, 21, 14, 2).getTime()],
    ['2026-11-21t14:02:59', new Date(2026, 10, 21, 14, 2, 59).getTime()],
    ['2026-11-21T14:02:59.5', new Date(2026, 10, 21, 14, 2, 59, 500).getTime()],
    ['2026-11-21T14:02:59.123Z', Date.UTC(2026, 10, 21, 14, 2, 59, 123)],
    ['2026-11-21T14:02+02:00', Date.UTC(2026, 10, 21, 12, 2)],
    ['0s', NOW],
    ['15m', NOW - 15 * 60_000],
    ['2H', NOW - 2 * 3_600_000],
    ['3d', NOW - 3 * 86_400_000],
    ['1w', NOW - 7 * 86_400_000],
  ])('%s is read', (value, moment) => {
    expect(readMoment(value, NOW)).toBe(moment);
  });

  const REFUSED = [
    ...['7', '1', '0', '-1', '1e3', '2026', '2026-11', '2026-1-1', '202-11-21', '20261121', '12345-01-01'],
    ...['2026-02-30', '2026-02-29', '2026-00-10', '2026-13-01', '2026-11-00', '2026-11-31', '1900-02-29'],
    ...['2026-11-21T', '2026-11-21T14', '2026-11-21T24:00', '2026-11-21T14:60', '2026-11-21T14:02:60'],
    ...['2026-11-21T14:02Zulu', '2026-11-21 14:02', '2026-11-21Z', '2026-11-21T1:02', '2026-11-21T14:02+2'],
    ...['21.11.2026', '11/21/2026', 'Nov 21', 'tomorrow', 'now', '3', '3 d', '3d ago', '-5m', '1.5h', '1y', '٣d'],
  ];
  test.each(REFUSED)('%s is refused', (value) => {
    expect(readMoment(value, NOW)).toBe(null);
  });

  test('what is refused is answered with what to write, for after and before, listing and deleting', async () => {
    await withApp(async (app) => {
      for (const key of ['after', 'before']) {
        for (const value of REFUSED) {
          const query = `${key}:"${value}"`;
          const { status, bytes } = await app.ask('listDeliveries', { query: { query } });
          expect([status, JSON.parse(bytes.toString()).code], query).toEqual([400, 'bad-query']);
          expect(bytes.toString(), query).toContain(`write ${key}: with 2026-11-21, 2026-11-21T14:02 or 2h`);
        }
        expect((await app.ask('deleteDeliveries', { body: { query: `${key}:7` } })).status).toBe(400);
      }
    });
  });
});

test('numbers that make no sense are refused', async () => {
  await withApp(async (app) => {
    for (const query of [
      ...['id:20..10', 'id:..5', 'id:1..2..3', 'id:-1', 'id:1.5', 'id:1e3', 'id:0x10', 'id:9999999999999999', 'id:x'],
      ...['size:1e3', 'size:.5', 'size:10zb', 'size:10..20', 'size:>', 'size:>-1', 'size:=>1', 'size:1,5x'],
      ...['status:20', 'status:0xx', 'status:6xx', 'status:2XXX', 'outcome:20', 'outcome:2x'],
    ]) {
      const { status, bytes } = await app.ask('listDeliveries', { query: { query } });
      expect([status, JSON.parse(bytes.toString()).code], query).toEqual([400, 'bad-query']);
      expect(bytes.toString(), query).toContain('makes no sense; write');
    }
  });
});
