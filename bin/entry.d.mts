export function chooseEntry(root: URL): { readonly code: 'checkout' | 'built'; readonly url: URL };
