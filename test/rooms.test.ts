import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importsOf, modules, targetOf, textOf, withoutComments } from './support/module-imports.ts';

/** A room is a folder within `server`, `renderer` or `renderer/features`; what lies in these themselves is one more. */
function roomOf(path: string): string {
  const folders = path.split('/').slice(0, -1);
  return folders.slice(0, folders[1] === 'features' ? 3 : 2).join('/');
}

/** Which rooms each room imports, and by which module. */
type Graph = ReadonlyMap<string, ReadonlyMap<string, string>>;

function graphOf(sources: readonly (readonly [path: string, text: string])[]): Graph {
  const graph = new Map<string, Map<string, string>>();
  for (const [path, text] of sources) {
    const own = graph.get(roomOf(path)) ?? new Map<string, string>();
    graph.set(roomOf(path), own);
    for (const { from } of importsOf(withoutComments(text))) {
      const room = from.startsWith('.') ? roomOf(targetOf(path, from)) : '';
      if (room !== '' && room !== roomOf(path)) own.set(room, path);
    }
  }
  return graph;
}

/** The rooms of a circle, each with the module that leads to the next; empty where there is none. */
function circleIn(graph: Graph): readonly string[] {
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): readonly string[] => {
    if (way.includes(room)) {
      const circle = [...way.slice(way.indexOf(room)), room];
      return circle
        .slice(0, -1)
        .map((one, at) => `${graph.get(one)?.get(circle[at + 1] as string)} -> ${circle[at + 1]}`);
    }
    if (done.has(room)) return [];
    for (const next of graph.get(room)?.keys() ?? []) {
      const found = walk(next, [...way, room]);
      if (found.length > 0) return found;
    }
    done.add(room);
    return [];
  };
  for (const room of graph.keys()) {
    const found = walk(room, []);
    if (found.length > 0) return found;
  }
  return [];
}

test('no room imports itself by way of others', () => {
  const graph = graphOf(modules.map((path) => [path, textOf(path)] as const));
  expect([...graph.keys()]).toEqual(expect.arrayContaining(['server/contract', 'server/describe', 'renderer/state']));
  expect(graph.get('server/contract')?.size).toBe(0);
  expect(circleIn(graph)).toEqual([]);
});

test('CONTRIBUTING has every room of the server in its map, and among those that may import others', () => {
  const text = readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8');
  const rooms = new Set(modules.map(roomOf).filter((room) => room.startsWith('server/')));
  for (const room of rooms) {
    expect(text).toContain(`| \`${room}/\` |`);
    expect(text).toMatch(new RegExp(`^\\| \`${room}\`[ ,]`, 'm'));
  }
});

test.each([
  [
    'of two',
    [
      ['server/a/x.ts', "import { y } from '../b/y.ts';"],
      ['server/b/z.ts', "import type { X } from '../a/x.ts';"],
    ],
  ],
  [
    'of three, by a late import',
    [
      ['server/a/x.ts', "export { y } from '../b/y.ts';"],
      ['server/b/deep/y.ts', "const { z } = await import('../../../electron/z.ts');"],
      ['electron/z.ts', "import { x } from '../server/a/x.ts';"],
    ],
  ],
  [
    'with the entries',
    [
      ['server/app.ts', "import { x } from './a/x.ts';"],
      ['server/a/x.ts', "import '../app.ts';"],
    ],
  ],
] as const)('a circle %s is seen', (_of, sources) => {
  expect(circleIn(graphOf(sources)).length).toBe(sources.length);
});

test('rooms that share a third are no circle', () => {
  const sources = [
    ['server/a/x.ts', "import { y } from '../b/y.ts';\nimport { z } from '../c/z.ts';"],
    ['server/b/y.ts', "import { z } from '../c/z.ts';\n// import { x } from '../a/x.ts';"],
  ] as const;
  expect(circleIn(graphOf(sources))).toEqual([]);
});
