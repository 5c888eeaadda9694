interface Entry {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}
export function lockfileFaults(
  manifest: Entry,
  lock: { readonly packages?: Readonly<Record<string, Entry>> },
): string[];
export function registryMentions(text: string): string[];
