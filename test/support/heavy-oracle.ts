import { createRequire } from 'node:module';

const load = createRequire(new URL('../oracles/package.json', import.meta.url));

/** A library of test/oracles, or why it cannot be had: `npm test` installs them once, where a registry can be reached. */
export function heavyOracle<T>(name: string): T | { readonly missing: string } {
  try {
    return load(name) as T;
  } catch (error) {
    return {
      missing: `${name} is not installed in test/oracles (${error instanceof Error ? error.message.split('\n')[0] : ''})`,
    };
  }
}

export const isMissing = (library: unknown): library is { readonly missing: string } =>
  typeof library === 'object' && library !== null && 'missing' in library;
