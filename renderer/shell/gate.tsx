import { Button } from '../parts/button.tsx';
import { Logo } from '../parts/logo.tsx';
import type { Session } from '../state/session.ts';
import styles from './gate.module.css';

const WORDS: Readonly<Record<Extract<Session, { kind: 'closed' }>['reason'], readonly [title: string, text: string]>> =
  {
    'no-link': [
      'Open Hookglass from its link',
      'This tab has no session. Open the link that Hookglass printed when it started, or ask for a new one:',
    ],
    'used-link': [
      'This link was used already',
      'A link opens Hookglass once and only for a short while. Ask for a new one:',
    ],
    unreachable: ['Hookglass does not answer', 'Start it again, then load this page once more.'],
  };

/** What is shown while there is no session: why, and how to get one. */
export function Gate({ reason }: { readonly reason: Extract<Session, { kind: 'closed' }>['reason'] }) {
  const [title, text] = WORDS[reason];
  return (
    <main className={styles['gate']}>
      <Logo />
      <h1 className={styles['title']}>{title}</h1>
      <p className={styles['text']}>{text}</p>
      {reason === 'unreachable' ? (
        <Button look="primary" onClick={() => location.reload()}>
          Load again
        </Button>
      ) : (
        <code className={styles['command']}>hookglass open</code>
      )}
    </main>
  );
}
