// Before anything is installed: does the lockfile fit package.json, on every platform and with every registry?
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lockfileFaults, registryMentions } from './lockfile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(`${root}/${path}`, 'utf8');

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
const committed = tracked.filter((path) => existsSync(`${root}/${path}`));
const faults = [
  ...lockfileFaults(JSON.parse(read('package.json')), JSON.parse(read('package-lock.json'))),
  ...committed.flatMap((path) =>
    registryMentions(read(path)).map((place) => `${path}:${place} names a package registry.`),
  ),
];
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0 ? 'The lockfile fits package.json.' : `The lockfile check found ${faults.length} faults.`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
