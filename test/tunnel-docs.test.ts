import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ADAPTER_IDS, EndpointLimitsSchema, TunnelStateSchema } from '../server/contract/tunnel.ts';
import { allAdapters } from '../server/tunnel/adapters/index.ts';

const text = readFileSync(new URL('../docs/tunnel.md', import.meta.url), 'utf8');

/** Rows of the table under a heading, cells without code marks. */
function rowsUnder(heading: string): string[][] {
  const section = text.slice(text.indexOf(`## ${heading}\n`));
  const lines = section.slice(0, section.indexOf('\n## ', 3) + 1 || undefined).split('\n');
  return lines
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).replaceAll('`', '').split(' | '));
}

test('docs/tunnel.md names every state, adapter and limit, and no other', () => {
  const states = TunnelStateSchema.anyOf.map(({ properties: { kind } }) => kind.const);
  expect(rowsUnder('States').map(([state]) => state)).toEqual(states);
  expect(rowsUnder('Adapters').flatMap(([ids = '']) => ids.split(', '))).toEqual([...ADAPTER_IDS]);
  const limits = rowsUnder('Limits of an endpoint').map(([name]) => name);
  expect(limits.sort()).toEqual(Object.keys(EndpointLimitsSchema.properties).sort());
});

test('docs/tunnel.md says of each adapter what it is known to change', () => {
  const told = rowsUnder('Fidelity');
  const known = allAdapters().map(({ id, fidelity }) => [
    id,
    fidelity.lowersHeaderNames ? 'lower case' : fidelity.respellsHeaderNames ? 'respelled' : 'kept',
    fidelity.mergesDuplicates ? 'joined' : 'kept',
    fidelity.addsForwarded ? 'yes' : 'no',
  ]);
  expect(told).toEqual(known);
});

test('docs/tunnel.md says what to install where an adapter is not found', async () => {
  const column = { linux: 1, darwin: 2, win32: 3 }[process.platform as 'linux'];
  const rows = rowsUnder('Adapters');
  const infos = await Promise.all(allAdapters({ PATH: '' }).map((adapter) => adapter.find()));
  const missing = infos.filter(({ found }) => !found);
  expect(missing.length).toBeGreaterThan(3);
  for (const { id, install } of missing) {
    const row = rows.find(([ids = '']) => ids.split(', ').includes(id));
    expect([id, row?.[column]]).toEqual([id, install]);
  }
});
