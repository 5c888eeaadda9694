export const CHROMIUM_FLAGS: string[];
export function chromiumCandidates(platform: NodeJS.Platform, env: Record<string, string | undefined>): string[];
export function findChromium(platform?: NodeJS.Platform, env?: Record<string, string | undefined>): string | null;
