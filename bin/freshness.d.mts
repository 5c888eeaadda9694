export function isStale(built: readonly string[], sources: readonly string[]): boolean;
