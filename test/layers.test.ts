import { describe, expect, test } from 'vitest';
import { importsOf, modules, targetOf, textOf, withoutComments } from './support/module-imports.ts';

/**
 * What a folder may import: folders or files of the repository, and packages (a folder may always import itself; Node's own
 * modules are allowed where `node` is true). A file belongs to the longest folder that it lies in. CONTRIBUTING.md says why.
 */
interface Layer {
  readonly own: readonly string[];
  readonly packages: readonly string[];
  readonly node: boolean;
}
const layer = (own: readonly string[], packages: readonly string[] = [], node = true): Layer => ({
  own,
  packages,
  node,
});
const CODEMIRROR = ['@codemirror', '@lezer', 'codemirror'];

const REACT = ['react', 'radix-ui', 'lucide-react', '@tanstack/react-query'];
const BELOW_FEATURES = ['server/contract', 'renderer/view', 'renderer/state', 'renderer/parts', 'renderer/hooks'];
const feature = (others: readonly string[]): Layer =>
  layer([...BELOW_FEATURES, ...others.map((name) => `renderer/features/${name}`)], REACT, false);

const LAYERS: Readonly<Record<string, Layer>> = {
  'server/contract': layer([], ['typebox'], false),
  // One typed client for the page, the command line and tests; of the routes it knows the types alone.
  'server/client': layer(['server/contract'], [], false),
  'server/providers': layer(['server/contract', 'server/body/undo-zstd.ts']),
  // How bodies are collected, within the memory that all of them share; and what node:zlib leaves undone of Zstandard.
  'server/body': layer([]),
  'server/doctor': layer(['server/contract', 'server/providers', 'server/body/undo-zstd.ts']),
  // What a request is in a row, and what is told of it: the same for capture, the index, sends and exports.
  'server/describe': layer(['server/contract', 'server/providers']),
  // What must never be lost, and its one writer.
  'server/truth': layer(['server/contract', 'server/providers/provider.ts', 'server/describe'], ['better-sqlite3']),
  'server/index': layer(
    [
      ...['server/contract', 'server/providers', 'server/doctor', 'server/truth', 'server/body/undo-zstd.ts'],
      'server/describe',
    ],
    ['better-sqlite3'],
  ),
  // The truth and its index, opened as one: of a running server, or read-only.
  'server/store': layer(['server/contract', 'server/truth', 'server/index']),
  'server/clock': layer(['server/contract']),
  // What a sender is answered: who is let in (as the tunnel tells it), and what its provider asks for.
  'server/reply': layer(['server/contract', 'server/providers', 'server/tunnel/limits.ts']),
  // What capture has to know of tunnels: their probes, who may deliver, and what they change. Never their adapters.
  'server/capture': layer(
    [
      ...[
        'server/contract',
        'server/providers',
        'server/describe',
        'server/store',
        'server/truth',
        'server/body',
        'server/reply',
        'server/clock',
      ],
      ...['capture-target', 'limits', 'passage'].map((name) => `server/tunnel/${name}.ts`),
    ],
    ['fastify'],
  ),
  'server/send': layer(['server/contract', 'server/describe', 'server/store', 'server/truth', 'server/body']),
  'server/stream': layer(['server/contract', 'server/store', 'server/truth', 'server/send']),
  'server/feed': layer(['server/contract', 'server/truth']),
  // The rules of a send that an export has to follow as well: how a target, an address and a chunked body are read.
  'server/fixtures': layer([
    'server/contract',
    'server/send/plan.ts',
    'server/send/header-rule.ts',
    'server/send/address.ts',
  ]),
  // What kind of place an address is, by which the places that a tunnel's server names are refused.
  'server/tunnel': layer(
    [
      ...['server/contract', 'server/clock', 'server/send/address.ts'],
      ...['server/describe/forwarded.ts', 'server/describe/tunnel-truth.ts'],
    ],
    ['localtunnel'],
  ),
  'server/api': layer(
    [
      'body/zstd-frames.ts',
      'contract',
      'describe',
      'doctor',
      'feed',
      'fixtures',
      'index',
      'capture',
      'providers',
      'reply',
      'send',
      'store',
      'truth',
      'tunnel',
    ].map((name) => `server/${name}`),
    ['fastify', 'typebox'],
  ),
  'server/cli': layer(['server']),
  // listen-on.ts opens either listener; it needs Fastify's type alone.
  server: layer(['server'], ['fastify']),
  // The shell starts the server as a process of its own; it shares the messages' types, the data folder's place and the key's name.
  electron: layer(
    ['server/contract', 'server/main.ts', 'server/config.ts', 'server/truth/vault.ts', 'package.json'],
    ['electron'],
  ),
  'renderer/view': layer(['server/contract'], [], false),
  'renderer/state': layer(['server/contract', 'server/client', 'renderer/view', 'electron/desktop-api.ts'], [], false),
  'renderer/parts': layer(
    ['server/contract', 'renderer/view', 'renderer/state'],
    ['react', 'react-dom', 'radix-ui', 'lucide-react', 'cmdk', '@tanstack/react-virtual', 'qr', ...CODEMIRROR],
    false,
  ),
  'renderer/hooks': layer(
    [
      'server/contract',
      'renderer/view',
      'renderer/state',
      'renderer/parts/use-store.ts',
      'renderer/parts/menu-item.ts',
    ],
    ['react', '@tanstack/react-query', 'lucide-react'],
    false,
  ),
  // A feature knows no other but those that are shown within it.
  'renderer/features/list': feature(['send']),
  'renderer/features/signature': feature([]),
  'renderer/features/send': feature([]),
  'renderer/features/tunnel': feature([]),
  'renderer/features/endpoints': feature(['signature']),
  'renderer/features/settings': feature(['signature']),
  'renderer/features/detail': feature(['list', 'signature', 'send']),
  'renderer/shell': layer([...BELOW_FEATURES, 'renderer/features'], [...REACT, 'cmdk'], false),
  renderer: layer(
    ['renderer/shell/root.tsx', 'renderer/parts', 'renderer/state', 'renderer/tokens.css', 'renderer/styles.css'],
    ['react', 'react-dom', '@tanstack/react-query'],
    false,
  ),
};

/** Code whose answer depends on its arguments alone. `node`: modules of Node that only compute. */
interface Pure {
  readonly places: readonly string[];
  readonly node: readonly string[];
  readonly forbidden: readonly RegExp[];
}
const CLOCK_AND_CHANCE = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bperformance\.now\b/,
  /\bMath\.random\b/,
  /\brandom(?:Bytes|UUID|Int|Fill\w*)\b/,
  /\bgetRandomValues\b/,
];
const OUTSIDE = [/\bfetch\(/, /\bset(?:Timeout|Interval|Immediate)\(/, /\bprocess\.(?!hrtime)\w/, /\bconsole\./];
const PURE: readonly Pure[] = [
  {
    places: ['server/contract', 'server/providers', 'server/describe', 'server/doctor', 'server/fixtures'],
    node: ['node:crypto', 'node:zlib', 'node:querystring', 'node:net'],
    forbidden: [...CLOCK_AND_CHANCE, ...OUTSIDE],
  },
  {
    places: ['plan', 'header-rule', 'target', 'address', 'sendable'].map((name) => `server/send/${name}.ts`),
    node: ['node:net'],
    forbidden: [...CLOCK_AND_CHANCE, ...OUTSIDE],
  },
  {
    places: ['renderer/view'],
    node: [],
    forbidden: [...CLOCK_AND_CHANCE, ...OUTSIDE, /\bdocument\./, /\bwindow\./, /\blocalStorage\b/, /'react/],
  },
  { places: ['server/client'], node: [], forbidden: CLOCK_AND_CHANCE },
  // State speaks to the server and to the browser, through arguments: its own files take `fetch` and a clock from outside.
  { places: ['renderer/state'], node: [], forbidden: CLOCK_AND_CHANCE },
];

/** Where a rule is not kept, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'renderer/state/app-state.ts uses Math.random': 'it wires the page and hands chance to the feed as an argument',
  'renderer/state/browser.ts imports @tanstack/react-query':
    'the one file of state that touches the browser: the clipboard, timers, the cache of server state',
};

const within = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);
const packageOf = (from: string): string =>
  from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
const longest = (path: string): string | undefined =>
  Object.keys(LAYERS)
    .filter((name) => within(path, name))
    .sort((a, b) => b.length - a.length)[0];

/** What is wrong with a module at `path` (from the repository's root), one line a fault. */
function faultsOf(path: string, source: string): readonly string[] {
  const text = withoutComments(source);
  const name = longest(path);
  if (name === undefined) return [`${path} lies in no layer`];
  const { own, packages, node } = LAYERS[name] as Layer;
  const pure = PURE.find(({ places }) => places.some((place) => within(path, place)));
  const faults = importsOf(text).flatMap(({ from, line }) => {
    const told = [`${path} imports ${from} (line ${line})`];
    if (from.startsWith('.')) {
      const target = targetOf(path, from);
      return [name, ...own].some((place) => within(target, place)) &&
        (longest(target) !== undefined || own.includes(target))
        ? []
        : told;
    }
    if (from.startsWith('node:')) return node && (pure === undefined || pure.node.includes(from)) ? [] : told;
    return packages.some((one) => one === packageOf(from) || from.startsWith(`${one}/`)) ? [] : told;
  });
  const uses = (pure?.forbidden ?? []).flatMap((pattern) => {
    const found = pattern.exec(text);
    return found === null ? [] : [`${path} uses ${found[0]} (line ${text.slice(0, found.index).split('\n').length})`];
  });
  return [...faults, ...uses];
}

/** Everything that loads with the module at `path` before anything is asked of it: files from the root, and packages. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = textOf(path).replace(/\/\*[\s\S]*?\*\//g, '');
  const all = text.matchAll(/^\s*(?:import|export)\s+(?!type\b)(?:([^'"`;]*?)\bfrom\s*)?'([^']+)'/gm);
  for (const [, names, from = ''] of all) {
    const onlyTypes = /^\{(?:\s*type\s[^,}]*,?)+\s*\}\s*$/.test(names ?? '');
    if (onlyTypes || from.startsWith('node:')) continue;
    if (from.startsWith('.')) loadedWith(targetOf(path, from), seen);
    else seen.add(packageOf(from));
  }
  return seen;
}

describe('layers', () => {
  test.each(Object.keys(LAYERS))('%s imports only what it may', (name) => {
    const own = modules.filter((path) => longest(path) === name);
    expect(own.length).toBeGreaterThan(0);
    const faults = own
      .flatMap((path) => faultsOf(path, textOf(path)))
      .filter((fault) => !Object.keys(EXCEPTIONS).some((known) => fault.startsWith(known)));
    expect(faults).toEqual([]);
  });

  test('every exception is still one', () => {
    const all = modules.flatMap((path) => faultsOf(path, textOf(path)));
    expect(Object.keys(EXCEPTIONS).filter((known) => !all.some((fault) => fault.startsWith(known)))).toEqual([]);
  });

  test.each([
    ['server/contract/a.ts', "import { readFileSync } from 'node:fs';"],
    ['server/contract/a.ts', "import { fastify } from 'fastify';"],
    ['server/contract/a.ts', "export { b } from '../store/b.ts';"],
    ['server/api/a.ts', "import Database from 'better-sqlite3';"],
    ['server/cli/a.ts', "import type { FastifyInstance } from 'fastify';"],
    ['server/capture/a.ts', "import localtunnel from 'localtunnel';"],
    ['server/app.ts', "import { app } from 'electron';"],
    ['server/app.ts', "import { Root } from '../renderer/shell/root.tsx';"],
    ['server/describe/a.ts', "import { createWriter } from '../truth/writer.ts';"],
    ['server/describe/a.ts', "import { throughTest } from '../tunnel/service.ts';"],
    ['server/describe/a.ts', 'const at = Date.now();'],
    ['server/truth/a.ts', "import { openReader } from '../index/reader.ts';"],
    ['server/index/a.ts', "import type { Store } from '../store/store.ts';"],
    ['server/send/a.ts', "const { b } = await import('../api/b.ts');"],
    ['server/tunnel/a.ts', "import { createControl } from '../api/control.ts';"],
    ['server/providers/a.ts', "import { connect } from 'node:net';\nimport { get } from 'node:http';"],
    ['server/providers/a.ts', 'const now = Date.now();'],
    ['server/doctor/a.ts', 'const id = randomUUID();'],
    ['server/send/plan.ts', 'const now = new Date();'],
    ['server/fixtures/a.ts', "import { writeFileSync } from 'node:fs';"],
    ['renderer/shell/a.tsx', "import { join } from 'node:path';"],
    ['renderer/features/list/a.tsx', "import { DetailHead } from '../detail/detail-head.tsx';"],
    ['renderer/features/list/a.tsx', "import { Shell } from '../../shell/shell.tsx';"],
    ['renderer/hooks/a.ts', "import { Detail } from '../features/detail/detail.tsx';"],
    ['renderer/shell/a.tsx', "import type { Store } from '../../server/store/store.ts';"],
    ['renderer/state/a.ts', "import { useState } from 'react';"],
    ['renderer/state/a.ts', 'const chance = Math.random();'],
    ['renderer/view/a.ts', "import { api } from '../state/api.ts';"],
    ['renderer/view/a.ts', "const answer = await fetch('/api/status');"],
    ['renderer/parts/a.tsx', "import {\n  Rail,\n} from '../shell/rail.tsx';"],
    ['electron/a.ts', "import { startApp } from '../server/app.ts';"],
  ])('refuses, in %s: %s', (path, source) => {
    expect(faultsOf(path, source)).not.toEqual([]);
  });

  test.each([
    ['server/contract/a.ts', "import { Type } from 'typebox';\nimport { b } from './b.ts';"],
    ['server/providers/senders/a.ts', "import { createHmac } from 'node:crypto';"],
    ['server/providers/a.ts', '/** Not `Date.now()`. */\nconst at = new Date(0);'],
    ['renderer/features/list/a.tsx', "import { ADDRESSES } from '../../../server/contract/addresses.ts';"],
  ])('takes, in %s: %s', (path, source) => {
    expect(faultsOf(path, source)).toEqual([]);
  });
});

describe('what the command line loads for its help and for wrong use', () => {
  test('no package, no rules of providers, no database and no server', () => {
    const loaded = [...loadedWith('server/cli/main.ts')];
    expect(loaded).toContain('server/cli/commands.ts');
    const allowed =
      /^server\/(?:cli|contract)\/|^server\/(?:config|keep-running|renderer-dir|to-port|api\/one-time-codes|send\/(?:plan|header-rule|sendable|target))\.ts$/;
    expect(loaded.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test("and of the API its addresses alone, without a schema, like the page's state", () => {
    for (const start of ['server/cli/api-client.ts', 'renderer/state/app-state.ts']) {
      const loaded = [...loadedWith(start)];
      expect(loaded).toContain('server/client/client.ts');
      expect(loaded).toContain('server/contract/addresses.ts');
      expect(loaded.filter((path) => path === 'typebox' || path.startsWith('server/contract/routes'))).toEqual([]);
    }
  });

  test('a package that is loaded is seen', () => {
    expect([...loadedWith('server/app.ts')]).toEqual(expect.arrayContaining(['better-sqlite3', 'fastify', 'typebox']));
  });

  test("localtunnel's client is loaded at the first opening alone", () => {
    expect([...loadedWith('server/app.ts')]).not.toContain('localtunnel');
  });
});
