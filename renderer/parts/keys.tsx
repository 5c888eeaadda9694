import styles from './keys.module.css';

const isMac = navigator.userAgent.includes('Mac');

/** How a key is written on this machine: `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function keyName(key: string): string {
  if (key === 'Mod') return isMac ? '⌘' : 'Ctrl';
  if (key === 'Shift') return '⇧';
  return key;
}

/** A key or a combination (`Mod+K`), drawn as keys. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <kbd className={styles['keys']}>
      {keys
        .split('+')
        .map(keyName)
        .join(isMac ? '' : ' ')}
    </kbd>
  );
}
