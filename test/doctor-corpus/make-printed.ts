import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { stringify as formOf, parse as parseForm } from 'node:querystring';
import { FORM_BODIES, JSON_BODIES, OTHER_BODIES } from './bodies.ts';

/**
 * Runs every body through real software and writes what came out into printed.json, so that the test needs none of it:
 * `node test/doctor-corpus/make-printed.ts` with python3, php, ruby, perl, go, jq, iconv on the path.
 */
const job = { json: JSON_BODIES, form: FORM_BODIES, text: { ...JSON_BODIES, ...FORM_BODIES, ...OTHER_BODIES } };
const tool = (name: string): string => new URL(`./tools/${name}`, import.meta.url).pathname;
type Printed = Record<string, Record<string, string>>;

const run = (command: string, ...args: readonly string[]): Printed =>
  JSON.parse(execFileSync(command, [...args], { input: JSON.stringify(job), maxBuffer: 1e8 }).toString()) as Printed;

const out: Printed = {
  ...run('python3', tool('python.py')),
  ...run('php', tool('php.php')),
  ...run('ruby', tool('ruby.rb')),
  ...run('perl', tool('perl.pl')),
  ...run('go', 'run', tool('main.go')),
};
const put = (kind: string, name: string, text: string): void => {
  out[kind] = { ...out[kind], [name]: text };
};

const JQ: readonly (readonly string[])[] = [
  ['.'],
  ['-c', '.'],
  ['-a', '-c', '.'],
  ['--tab', '.'],
  ['--indent', '4', '.'],
  ['-j', '-c', '.'],
  ['-Rs', '.'],
];
for (const [name, text] of Object.entries(JSON_BODIES))
  for (const args of JQ) put(`jq ${args.join(' ')}`, name, execFileSync('jq', [...args], { input: text }).toString());

const require = createRequire(import.meta.url);
const qs = require('qs') as { stringify(value: unknown, options?: object): string; parse(text: string): unknown };
for (const [name, text] of Object.entries(JSON_BODIES)) {
  const value: unknown = JSON.parse(text);
  put('node stringify', name, JSON.stringify(value));
  put('node stringify 2', name, JSON.stringify(value, null, 2));
  put('node stringify 4', name, JSON.stringify(value, null, 4));
  put('node stringify tab', name, JSON.stringify(value, null, '\t'));
  put('node json string', name, JSON.stringify(text));
  put('node json string twice', name, JSON.stringify(JSON.stringify(text)));
  put('express urlencoded of json', name, JSON.stringify(qs.parse(text)));
}
for (const [name, text] of Object.entries(FORM_BODIES)) {
  put('node querystring', name, formOf(parseForm(text)));
  put('node URLSearchParams', name, String(new URLSearchParams(text)));
  put('qs', name, qs.stringify(qs.parse(text)));
  put('qs 1738', name, qs.stringify(qs.parse(text), { format: 'RFC1738' }));
  put('qs repeat', name, qs.stringify(qs.parse(text), { arrayFormat: 'repeat' }));
  put('express form as json', name, JSON.stringify(qs.parse(text)));
}
/** Bytes that are no UTF-8 are kept one character a byte, in a section of their own. */
const bytes: Printed = {};
const iconv = (kind: string, from: string, to: string): void => {
  for (const [name, text] of Object.entries(job.text)) {
    try {
      const made = execFileSync('iconv', ['-f', from, '-t', to], { input: text, stdio: ['pipe', 'pipe', 'ignore'] });
      bytes[`iconv ${kind}`] = { ...bytes[`iconv ${kind}`], [name]: made.toString('latin1') };
    } catch {
      // Characters that this set does not have.
    }
  }
};
iconv('to latin1', 'utf-8', 'latin1');
iconv('to cp1252', 'utf-8', 'cp1252');
iconv('to latin9', 'utf-8', 'iso-8859-15');
iconv('to utf-16', 'utf-8', 'utf-16');
iconv('to utf-16le', 'utf-8', 'utf-16le');
iconv('to utf-16be', 'utf-8', 'utf-16be');
iconv('to utf-32', 'utf-8', 'utf-32');
iconv('latin1 to utf-8', 'latin1', 'utf-8');
iconv('cp1252 to utf-8', 'cp1252', 'utf-8');
iconv('macintosh to utf-8', 'macintosh', 'utf-8');
iconv('cp1251 to utf-8', 'cp1251', 'utf-8');

/** What changed nothing is no damage. */
const damaged = (printed: Printed, original: (text: string) => string): Printed =>
  Object.fromEntries(
    Object.entries(printed).map(([kind, bodies]) => [
      kind,
      Object.fromEntries(
        Object.entries(bodies).filter(
          ([name, text]) => text !== original((job.text as Record<string, string>)[name] ?? ''),
        ),
      ),
    ]),
  );
writeFileSync(
  new URL('./printed.json', import.meta.url),
  `${JSON.stringify({ text: damaged(out, (text) => text), bytes: damaged(bytes, (text) => Buffer.from(text).toString('latin1')) }, null, 1)}\n`,
);
