import type { HeaderLine } from '../../server/contract/header.ts';
import { headerText } from '../../server/contract/latin1.ts';
import { headersToText, repeatedNames } from '../view/header-lines.ts';
import { Badge } from './badge.tsx';
import { CopyButton } from './copy-button.tsx';
import styles from './header-table.module.css';
import { VisibleText } from './visible-text.tsx';

/** Header lines in their order and case. Repeated names are marked; values above ASCII tell how they were read. */
export function HeaderTable({ title, lines }: { readonly title: string; readonly lines: readonly HeaderLine[] }) {
  const repeated = repeatedNames(lines);
  return (
    <section aria-label={title}>
      <div className={styles['head']}>
        <h3>{title}</h3>
        {lines.length > 0 && (
          <CopyButton label="Copy all header lines" word="Copy all" text={() => headersToText(lines)} />
        )}
      </div>
      {lines.length === 0 ? (
        <p className={styles['none']}>None.</p>
      ) : (
        <table className={styles['table']}>
          <colgroup>
            <col className={styles['names']} />
            <col />
            <col className={styles['buttons']} />
          </colgroup>
          <tbody>
            {lines.map(([name, value], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: header lines are known by their place alone
              <Line key={at} name={name} value={value} isRepeated={repeated.has(name.toLowerCase())} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Line({
  name,
  value,
  isRepeated,
}: {
  readonly name: string;
  readonly value: string;
  readonly isRepeated: boolean;
}) {
  const { text, decoded } = headerText(value);
  const isRaw = !decoded && /[\x80-\xff]/.test(value);
  return (
    <tr>
      <th scope="row">
        <VisibleText text={name} />
        {isRepeated && <Badge meaning="info">repeated</Badge>}
      </th>
      <td>
        {text === '' ? <span className={styles['none']}>empty</span> : <VisibleText text={text} />}
        {decoded && <Badge title="The bytes of this value are UTF-8 and were read as such.">UTF-8</Badge>}
        {isRaw && (
          <Badge meaning="warning" title="The bytes of this value are no UTF-8; each is shown as one character.">
            raw bytes
          </Badge>
        )}
      </td>
      <td className={styles['copy']}>
        <CopyButton label={`Copy ${name}`} text={text} />
      </td>
    </tr>
  );
}
