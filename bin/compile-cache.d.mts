export function compileCacheDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string;
export function enableCompileCache(env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform): void;
