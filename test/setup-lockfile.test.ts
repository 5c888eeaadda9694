import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lockfileFaults, registryMentions } from '../tools/lockfile.mjs';

const manifest = { dependencies: { a: '^1.0.0' }, devDependencies: { b: '2.0.0' } };
const packages = {
  '': manifest,
  'node_modules/a': { optionalDependencies: { 'a-linux': '1.0.0', 'a-mac': '1.0.0' } },
  'node_modules/a-linux': {},
  'node_modules/a/node_modules/a-mac': { dependencies: { b: '*' } },
  'node_modules/b': {},
};

describe('the lockfile', () => {
  it('fits when it names the same dependencies and has an entry for each one', () => {
    expect(lockfileFaults(manifest, { packages })).toEqual([]);
  });

  it.each([
    [
      'a changed range',
      { ...packages, '': { ...manifest, dependencies: { a: '^1.1.0' } } },
      'dependencies: a is ^1.0.0 in package.json and ^1.1.0 in the lockfile.',
    ],
    [
      'a dependency that package.json no longer has',
      { ...packages, '': { ...manifest, devDependencies: { b: '2.0.0', c: '1.0.0' } }, 'node_modules/c': {} },
      'devDependencies: c is absent in package.json and 1.0.0 in the lockfile.',
    ],
    [
      "another platform's binary that was left out",
      { ...packages, 'node_modules/a/node_modules/a-mac': undefined },
      'optionalDependencies of node_modules/a: a-mac has no entry of its own.',
    ],
    [
      'an address of a registry',
      { ...packages, 'node_modules/b': { resolved: 'https://packages.example/b.tgz' } },
      'node_modules/b names the address it was downloaded from.',
    ],
  ])('does not fit with %s', (_name, changed, fault) => {
    const present = Object.fromEntries(
      Object.entries(changed).flatMap(([path, entry]) => (entry ? [[path, entry]] : [])),
    );
    expect(lockfileFaults(manifest, { packages: present })).toEqual([fault]);
  });

  it('of this project fits, and no committed file names a registry', () => {
    const script = fileURLToPath(new URL('../tools/check-lockfile.mjs', import.meta.url));
    const run = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 0, stdout: 'The lockfile fits package.json.\n', stderr: '' });
  });
});

describe('a text that names a package registry', () => {
  // Put together here, so that this file does not name one itself.
  const host = ['registry', 'npmjs', 'org'].join('.');
  it.each([
    [`see https://${host}/left-pad`, [`1: see https://${host}/left-pad`]],
    [
      'first\nhttps://packages.example/npm/a/' + '-/a-1.0.0.tgz',
      ['2: https://packages.example/npm/a/' + '-/a-1.0.0.tgz'],
    ],
    ['loglevel=error\nregistry' + '=https://packages.example/', ['2: registry' + '=https://packages.example/']],
    ['@scope:registry' + ' = x', ['1: @scope:registry' + ' = x']],
    ['the registry of providers, registration=1', []],
    ['const registry = new Map()', []],
  ])('%j', (text, places) => {
    expect(registryMentions(text)).toEqual(places);
  });
});
