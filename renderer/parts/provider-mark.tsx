import { plain } from '../view/sentences.ts';
import styles from './provider-mark.module.css';

/** Letters of the three that are seen side by side here and would begin alike. */
const OWN_LETTERS: Readonly<Record<string, string>> = { Contentful: 'Cf', Contentstack: 'Cs', DatoCMS: 'Da' };

/** Two letters that stand for a provider: its capitals, or its first two letters. */
export function providerLetters(name: string): string {
  const own = OWN_LETTERS[name];
  if (own !== undefined) return own;
  const capitals = name.replace(/[^A-Z]/g, '');
  return capitals.length >= 2 && capitals.length < name.length ? capitals.slice(0, 2) : name.slice(0, 2);
}

/** A small tile with a provider's letters; its name on hover. */
export function ProviderMark({ name }: { readonly name: string }) {
  return (
    <span className={styles['mark']} title={plain(name)} aria-hidden="true">
      {providerLetters(name)}
    </span>
  );
}
