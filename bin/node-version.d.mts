export function whyNodeIsTooOld(version: string, code: 'checkout' | 'built', instead: string): string | null;
