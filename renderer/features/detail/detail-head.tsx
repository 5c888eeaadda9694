import { ChevronDown, Ellipsis, Pin, PinOff, Play, X } from 'lucide-react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { useShared } from '../../hooks/app-context.ts';
import { commandItem } from '../../hooks/command-item.ts';
import { useChosenDestination, useProviderName } from '../../hooks/queries.ts';
import { useRunCommand } from '../../hooks/use-run-command.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { DropMenu } from '../../parts/menu.tsx';
import { ProviderMark } from '../../parts/provider-mark.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { NOTHING_SELECTED } from '../../state/selection.ts';
import { headline, outcomeMark, plain, verdictMark, verdictWords } from '../../view/sentences.ts';
import { compareTwo, deleteChosen, pin } from '../list/commands.ts';
import { editReplay, replay } from '../send/commands.ts';
import { copyCurl, copyHttp, downloadBody } from './commands.ts';
import styles from './detail-head.module.css';

/** What is looked at, in two lines, and what can be done with it. */
export function DetailHead({ delivery }: { readonly delivery: Delivery }) {
  const { app } = useShared();
  const run = useRunCommand();
  const provider = useProviderName()(delivery.provider);
  const destination = useChosenDestination();
  const verdict = verdictMark(delivery.verdict);
  const sent = outcomeMark(delivery.lastAttempt);
  return (
    <header className={styles['head']}>
      <div className={styles['titles']}>
        <h2 className={styles['title']}>
          {provider !== null && <ProviderMark name={provider} />}
          <span className={styles['event']}>
            <VisibleText text={headline(delivery)} />
          </span>
          <span className={styles['id']}>#{delivery.id}</span>
        </h2>
        <p className={styles['line']}>
          <code className={styles['target']}>
            <VisibleText text={`${delivery.method} ${delivery.target}`} />
          </code>
        </p>
        <p className={styles['badges']}>
          {provider !== null && <Badge>{provider}</Badge>}
          <Badge meaning={verdict.meaning}>{verdictWords(delivery.verdict)}</Badge>
          {delivery.replyStatus !== null && <Badge>answered {delivery.replyStatus}</Badge>}
          {sent !== null && (
            <Badge meaning={sent.meaning}>{sent.word === 'sending' ? 'sending' : `app: ${sent.word}`}</Badge>
          )}
          {delivery.challenge !== null && <Badge meaning="info">set-up request</Badge>}
          {delivery.flags.map((flag) => (
            <Badge key={flag} meaning="warning">
              {flag}
            </Badge>
          ))}
          {delivery.duplicate > 1 && <Badge>duplicate ×{delivery.duplicate}</Badge>}
        </p>
      </div>
      <div className={styles['actions']} role="toolbar" aria-label="Delivery actions">
        <Button
          look="primary"
          icon={<Play />}
          busy={sent?.word === 'sending'}
          onClick={() => run(replay)}
          title={
            destination === undefined
              ? 'Send it to your app (R)'
              : plain(`Send to ${destination.name}: ${destination.url} (R)`)
          }
        >
          Replay
        </Button>
        <Button onClick={() => run(editReplay)} title="Change it, then send it (Shift R)">
          Edit…
        </Button>
        <DropMenu
          label="Export"
          align="end"
          items={[copyCurl, copyHttp, downloadBody].map((command) => commandItem(command, run))}
        >
          <Button data-export-menu="" title="Export (X)">
            Export <ChevronDown aria-hidden="true" />
          </Button>
        </DropMenu>
        <IconButton
          label={delivery.pinned ? 'Unpin' : 'Pin'}
          keys={pin.key}
          aria-pressed={delivery.pinned}
          onClick={() => run(pin)}
        >
          {delivery.pinned ? <PinOff /> : <Pin />}
        </IconButton>
        <DropMenu
          label="More actions"
          align="end"
          items={[compareTwo, deleteChosen].map((command) => commandItem(command, run))}
        >
          <IconButton label="More actions">
            <Ellipsis />
          </IconButton>
        </DropMenu>
        <IconButton label="Close the delivery" onClick={() => app.selection.set(NOTHING_SELECTED)}>
          <X />
        </IconButton>
      </div>
    </header>
  );
}
