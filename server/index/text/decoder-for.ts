/** A decoder that keeps a byte order mark; null for a label that nobody knows. */
export function decoderFor(
  label: string | undefined,
  options: { readonly fatal?: boolean } = {},
): InstanceType<typeof TextDecoder> | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label, { ...options, ignoreBOM: true });
  } catch {
    return null;
  }
}
