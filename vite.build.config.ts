import { rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type BuildEnvironmentOptions, defineConfig, type EnvironmentOptions } from 'vite';
import manifest from './package.json' with { type: 'json' };
import renderer from './vite.config.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Left out of every bundle: Node, Electron, and the packages that are shipped as they are. Of typebox only a part is used, and its
 * hundreds of small files are what a start waits for, so it is bundled.
 */
const external = [/^node:/, ...builtinModules, 'electron', ...packages(manifest.dependencies)];

function packages(dependencies: Readonly<Record<string, string>>): readonly RegExp[] {
  return Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));
}

/** A bundle for Node or Electron with plain file names: workers and child processes find each other by them. */
function bundle(
  outDir: string,
  input: Readonly<Record<string, string>>,
  format: 'es' | 'cjs',
  extension: string,
): EnvironmentOptions {
  const build: BuildEnvironmentOptions = {
    ssr: true,
    outDir: path(outDir),
    emptyOutDir: false,
    copyPublicDir: false,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: { ...input },
      external,
      platform: 'node',
      // A module is kept for what is used of it: the main process must not load the server's schemas for one constant.
      treeshake: { moduleSideEffects: false },
      output: { format, entryFileNames: `[name].${extension}`, chunkFileNames: `[name].${extension}` },
    },
  };
  return { consumer: 'server', resolve: { noExternal: true, external: [] }, build };
}

/** All of dist/: the page, Electron's main process and preload, and the server. */
export default defineConfig({
  ...renderer,
  builder: {
    buildApp: async (builder) => {
      for (const folder of ['dist/electron', 'dist/server']) rmSync(path(folder), { recursive: true, force: true });
      await Promise.all(Object.values(builder.environments).map((environment) => builder.build(environment)));
      // The server reads its version from the package.json one folder up, in a checkout as in dist/.
      writeFileSync(path('dist/package.json'), JSON.stringify({ type: 'module', version: manifest.version }));
    },
  },
  environments: {
    // The licences of what the page was bundled from travel with it. It is loaded from disk: half a megabyte is no burden.
    client: { build: { license: { fileName: 'licenses.md' }, chunkSizeWarningLimit: 1_000 } },
    main: bundle('dist/electron', { main: path('electron/main.ts') }, 'es', 'js'),
    preload: bundle('dist/electron', { preload: path('electron/preload.ts') }, 'cjs', 'cjs'),
    server: bundle(
      'dist/server',
      {
        cli: path('server/cli/main.ts'),
        main: path('server/main.ts'),
        indexer: path('server/index/indexer.ts'),
      },
      'es',
      'js',
    ),
  },
});
