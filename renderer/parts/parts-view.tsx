import { Download } from 'lucide-react';
import { useState } from 'react';
import { decodeText } from '../../server/contract/reading/charset.ts';
import { saveFile } from '../state/browser.ts';
import type { BodyReport } from '../view/body-report.ts';
import type { FormPair } from '../view/form.ts';
import type { PartReport } from '../view/part-report.ts';
import { oneLine, plain } from '../view/sentences.ts';
import { formatSize, plural } from '../view/size.ts';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { IconButton } from './icon-button.tsx';
import { ImageView } from './image-view.tsx';
import styles from './parts-view.module.css';
import { VisibleText } from './visible-text.tsx';

const LONGEST_TEXT = 20_000;
/** More than these are shown on demand: a thousand cards at once would hold the page up. */
const PAIRS_AT_ONCE = 200;
const PARTS_AT_ONCE = 40;

/** The pairs of a form, or the parts of a multipart body. */
export function PartsView({ report }: { readonly report: BodyReport }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={styles['view']} tabIndex={0} aria-label="Parts">
      {report.form !== null && <FormTable pairs={report.form} />}
      {report.parts !== null && <PartCards parts={report.parts} bytes={report.bytes} />}
    </section>
  );
}

/** The beginning of a list, and the button that shows more of it. */
function useSome<T>(all: readonly T[], step: number) {
  const [count, setCount] = useState(step);
  const left = all.length - count;
  const more =
    left > 0 ? (
      <Button size="small" className={styles['more']} onClick={() => setCount(count + step)}>
        Show {Math.min(step, left)} more of {plural(left, 'other')}
      </Button>
    ) : null;
  return [all.slice(0, count), more] as const;
}

function FormTable({ pairs }: { readonly pairs: readonly FormPair[] }) {
  const [some, more] = useSome(pairs, PAIRS_AT_ONCE);
  return (
    <>
      <table className={styles['table']}>
        <caption className={styles['caption']}>{plural(pairs.length, 'field')}</caption>
        <tbody>
          {some.map(({ name, value, valid }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: fields are known by their place alone
            <tr key={at}>
              <th scope="row">
                <VisibleText text={name.slice(0, LONGEST_TEXT)} />
              </th>
              <td>
                <VisibleText text={value.slice(0, LONGEST_TEXT)} />
                {value.length > LONGEST_TEXT && '…'}
                {!valid && (
                  <Badge
                    meaning="warning"
                    title="A percent sign that is no escape, or bytes that do not fit the charset: shown as they came."
                  >
                    not decoded
                  </Badge>
                )}
              </td>
              <td className={styles['copy']}>
                <CopyButton label={`Copy ${name.slice(0, 80)}`} text={value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}

function PartCards({ parts, bytes }: { readonly parts: readonly PartReport[]; readonly bytes: Uint8Array }) {
  const [some, more] = useSome(parts, PARTS_AT_ONCE);
  return (
    <>
      {some.map((part) => (
        <PartCard key={part.from} part={part} bytes={bytes} />
      ))}
      {more}
    </>
  );
}

function PartCard({ part, bytes }: { readonly part: PartReport; readonly bytes: Uint8Array }) {
  const { name, filename, contentType, kind, text, cut, notes, parts } = part;
  const content = bytes.subarray(part.from, part.to);
  const title = name ?? filename ?? 'part';
  return (
    <section className={styles['part']} aria-label={plain(oneLine(name ?? 'Part'))}>
      <div className={styles['head']}>
        <h3 className={styles['name']}>
          {name === null ? 'Part without a name' : <VisibleText text={name} />}
          {filename !== null && (
            <Badge>
              <VisibleText text={filename} />
            </Badge>
          )}
        </h3>
        <span className={styles['figure']}>
          {contentType !== null && (
            <>
              <VisibleText text={contentType} />,{' '}
            </>
          )}
          {formatSize(content.length)}
        </span>
        {text !== '' && (
          <CopyButton label={`Copy ${title.slice(0, 80)}`} text={() => decodeText(content, contentType).text} />
        )}
        <IconButton
          label={`Download ${title.slice(0, 80)}`}
          onClick={() => saveFile(new Uint8Array(content), filename ?? `${title.slice(0, 80)}.bin`)}
        >
          <Download />
        </IconButton>
      </div>
      {notes.length > 0 && (
        <p className={styles['none']}>
          <VisibleText text={notes.map((note) => `${note}.`).join(' ')} />
        </p>
      )}
      {kind === 'image' && part.imageType !== null && <ImageView bytes={content} type={part.imageType} />}
      {kind === 'binary' && <p className={styles['none']}>These bytes are no text. Download them to look at them.</p>}
      {text !== '' && (
        <pre className={styles['text']}>
          <VisibleText text={text} />
          {cut && '…'}
        </pre>
      )}
      {cut && text === '' && <p className={styles['none']}>Its text is beyond what is shown at once.</p>}
      {parts.length > 0 && (
        <div className={styles['inner']}>
          <PartCards parts={parts} bytes={bytes} />
        </div>
      )}
    </section>
  );
}
