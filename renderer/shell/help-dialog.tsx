import { SEARCH_KEYS } from '../../server/contract/search-grammar.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Keys } from '../parts/keys.tsx';
import { COMMANDS } from './commands.ts';
import styles from './help-dialog.module.css';

const MORE = [
  ['↑ ↓', 'Move in the list; with Shift, choose several'],
  ['Esc', 'Clear the choice'],
  ['Mod+A', 'Choose all that are loaded'],
  ['Mod+F', 'Find in a body'],
] as const;

/** All keys and the search language. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard and search" size="wide" onClose={onClose}>
      <div className={styles['columns']}>
        <section aria-label="Keys">
          <h3 className={styles['title']}>Keys</h3>
          <dl className={styles['list']}>
            {COMMANDS.filter(({ key }) => key !== null).map(({ id, name, key }) => (
              <div key={id}>
                <dt>
                  <Keys keys={key ?? ''} />
                </dt>
                <dd>{name.replace('…', '')}</dd>
              </div>
            ))}
            {MORE.map(([keys, title]) => (
              <div key={keys}>
                <dt>
                  <Keys keys={keys} />
                </dt>
                <dd>{title}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section aria-label="Search">
          <h3 className={styles['title']}>Search</h3>
          <p className={styles['text']}>
            Words are looked for in targets, header lines and bodies. All terms must hold; a minus turns one round,{' '}
            <code>key:a,b</code> means either, quotation marks keep blanks together.
          </p>
          <dl className={styles['list']}>
            {Object.entries(SEARCH_KEYS).map(([key, words]) => (
              <div key={key}>
                <dt>
                  <code>{key}:</code>
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
