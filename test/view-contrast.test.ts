import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const RENDERER = fileURLToPath(new URL('../renderer/', import.meta.url));
const TOKENS = Object.fromEntries(
  [
    ...readFileSync(join(RENDERER, 'tokens.css'), 'utf8').matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g),
  ].map(([, name, light, dark]) => [name as string, { light: light as string, dark: dark as string }]),
);

/** Relative luminance and contrast (WCAG 2.2, 1.4.3). */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string, scheme: 'light' | 'dark'): number {
  const [a, b] = [one, other].map((name) => luminance((TOKENS[name] as { light: string; dark: string })[scheme]));
  return (Math.max(a as number, b as number) + 0.05) / (Math.min(a as number, b as number) + 0.05);
}

/** The colour token of a rule of a style sheet. */
function tokenOf(file: string, selector: string, property = 'color'): string {
  const sheet = `\n${readFileSync(join(RENDERER, file), 'utf8')}`;
  const from = sheet.lastIndexOf(`\n${selector} {`);
  const rule = sheet.slice(from, sheet.indexOf('}', from));
  return new RegExp(`[^-]${property}:[^;]*?var\\(--([\\w-]+)\\)`).exec(rule)?.[1] ?? `none in ${selector}`;
}

/** Graphics that carry a meaning, and the grounds that they stand on (WCAG 1.4.11: 3 to 1). */
const GRAPHICS: readonly (readonly [what: string, token: string, grounds: readonly string[]])[] = [
  ...(['.ok', '.warning', '.bad', '.plain'] as const).map(
    (kind) => [`shield ${kind}`, tokenOf('parts/verdict-icon.module.css', kind), ['n0', 'n2', 'accent-wash']] as const,
  ),
  ['switch that is off', tokenOf('parts/toggle.module.css', '.track', 'background'), ['n0', 'n1']],
  ['icon of the rail', tokenOf('shell/rail.module.css', '.button > svg'), ['n1', 'n3']],
  ['icon button', tokenOf('parts/icon-button.module.css', '.button'), ['n0', 'n1', 'n3']],
  ['badges of a row', tokenOf('parts/delivery-grid.module.css', '.badges'), ['n0', 'n2', 'accent-wash']],
  ['line of the active tab', 'accent', ['n0']],
  ['focus', 'accent', ['n0', 'n1', 'n2']],
  ['edge of a field', tokenOf('parts/field.module.css', '.input,\n.area', 'border'), ['n0']],
  ['edge of the search box', tokenOf('parts/search-box.module.css', '.field', 'border'), ['n1']],
];

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  test.each(GRAPHICS)('%s can be told from its ground', (_, token, grounds) => {
    for (const ground of grounds) expect([ground, contrast(token, ground, scheme) >= 3]).toEqual([ground, true]);
  });
});

test('no icon is drawn in a colour of the ground', () => {
  const sheets = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'));
  const faint = sheets.flatMap((name) =>
    [...readFileSync(join(RENDERER, name), 'utf8').matchAll(/([^{}]*)\{[^{}]*[^-]color: var\(--n[0-5]\);/g)]
      .map(([, selector = '']) => `${name}: ${selector.trim()}`)
      .filter((rule) => !/disabled|::|danger|primary/.test(rule)),
  );
  expect(faint).toEqual([]);
});
