import { bodyKind, imageType } from '../view/body-kind.ts';
import type { BodyReport } from '../view/body-report.ts';
import { decodeText } from '../view/charset.ts';
import type { FormPair } from '../view/form.ts';
import type { Part } from '../view/multipart.ts';
import { formatSize, plural } from '../view/size.ts';
import { Badge } from './badge.tsx';
import { CopyButton } from './copy-button.tsx';
import { ImageView } from './image-view.tsx';
import styles from './parts-view.module.css';
import { VisibleText } from './visible-text.tsx';

const LONGEST_TEXT = 20_000;

/** The pairs of a form, or the parts of a multipart body. */
export function PartsView({ report }: { readonly report: BodyReport }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles['view']} tabIndex={0} aria-label="Parts">
      {report.form !== null && <FormTable pairs={report.form} />}
      {report.multipart?.parts.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are known by their place alone
        <PartCard key={at} part={part} bytes={report.bytes} />
      ))}
      {report.multipart?.parts.length === 0 && (
        <p className={styles['none']}>No part was found at the announced boundary.</p>
      )}
    </section>
  );
}

function FormTable({ pairs }: { readonly pairs: readonly FormPair[] }) {
  return (
    <table className={styles['table']}>
      <caption className={styles['caption']}>{plural(pairs.length, 'field')}</caption>
      <tbody>
        {pairs.map(({ name, value, valid }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: fields are known by their place alone
          <tr key={at}>
            <th scope="row">
              <VisibleText text={name} />
            </th>
            <td>
              <VisibleText text={value.slice(0, LONGEST_TEXT)} />
              {!valid && (
                <Badge
                  meaning="warning"
                  title="A percent sign that is no escape, or bytes that are no UTF-8: shown as they came."
                >
                  not decoded
                </Badge>
              )}
            </td>
            <td className={styles['copy']}>
              <CopyButton label={`Copy ${name}`} text={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PartCard({ part, bytes }: { readonly part: Part; readonly bytes: Uint8Array }) {
  const content = bytes.subarray(part.from, part.to);
  const kind = bodyKind(content, part.contentType);
  const image = kind === 'image' ? imageType(content) : null;
  return (
    <section className={styles['part']} aria-label={part.name ?? 'Part'}>
      <h3 className={styles['head']}>
        {part.name === null ? 'Part without a name' : <VisibleText text={part.name} />}
        {part.filename !== null && (
          <Badge>
            <VisibleText text={part.filename} />
          </Badge>
        )}
        <span className={styles['figure']}>
          {part.contentType !== null && (
            <>
              <VisibleText text={part.contentType} />,{' '}
            </>
          )}
          {formatSize(content.length)}
        </span>
      </h3>
      {image !== null && <ImageView bytes={content} type={image} />}
      {image === null && kind === 'binary' && <p className={styles['none']}>No text. Hex shows its bytes.</p>}
      {image === null && kind !== 'binary' && content.length > 0 && (
        <pre className={styles['text']}>
          <VisibleText text={decodeText(content.subarray(0, LONGEST_TEXT), part.contentType).text} />
          {content.length > LONGEST_TEXT && '…'}
        </pre>
      )}
    </section>
  );
}
