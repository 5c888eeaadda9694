/** The mark of Hookglass: a hook on a tile. */
export function Logo({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <path d="M10 7v12.5a5.5 5.5 0 0 0 11 0V18" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path
        d="m17.4 20.4 3.6-3.6 3.6 3.6"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="10" cy="7" r="2.2" fill="#fff" />
    </svg>
  );
}
