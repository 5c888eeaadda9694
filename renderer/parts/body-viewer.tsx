import { Download, WrapText } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { useState } from 'react';
import { saveFile } from '../state/browser.ts';
import type { BodyMode } from '../state/preferences.ts';
import type { BodyReport } from '../view/body-report.ts';
import { decodeText } from '../view/charset.ts';
import { formatCount, formatSize } from '../view/size.ts';
import styles from './body-viewer.module.css';
import { Button } from './button.tsx';
import { CodeView } from './code-view.tsx';
import { CopyButton } from './copy-button.tsx';
import { EmptyNote } from './empty-note.tsx';
import { ErrorLine } from './error-line.tsx';
import { HexView } from './hex-view.tsx';
import { IconButton } from './icon-button.tsx';
import { JsonTreeView } from './json-tree-view.tsx';
import { PartsView } from './parts-view.tsx';
import { PrettyView } from './pretty-view.tsx';

const MODES: readonly (readonly [BodyMode, string])[] = [
  ['pretty', 'Pretty'],
  ['tree', 'Tree'],
  ['raw', 'Raw'],
  ['hex', 'Hex'],
];

export interface BodyViewerProps {
  /** The stored bytes, as far as they are loaded. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly report: BodyReport;
  /** Size of the whole body. */
  readonly sizeBytes: number;
  readonly label: string;
  readonly mode: BodyMode;
  readonly wrap: boolean;
  readonly onMode: (mode: BodyMode) => void;
  readonly onWrap: (wrap: boolean) => void;
  /** Set while only a beginning is loaded. */
  readonly clamp: {
    readonly busy: boolean;
    /** Bytes that have come; null while they are being read. */
    readonly received: number | null;
    readonly problem: string | null;
    readonly loadAll: () => void;
  } | null;
}

/** A body in four ways: laid out, as a tree, as the real text, as bytes. Says whatever is not as it seems. */
export function BodyViewer({ bytes, report, sizeBytes, label, mode, wrap, onMode, onWrap, clamp }: BodyViewerProps) {
  const [showsDecoded, setShowsDecoded] = useState(false);
  const isDecoded = report.decoding.kind === 'decoded';
  const copied = mode === 'pretty' && report.pretty !== null ? report.pretty : report.text;
  return (
    <section className={styles['viewer']} aria-label={label}>
      <div className={styles['tools']}>
        <ToggleGroup.Root
          className={styles['modes']}
          type="single"
          aria-label="View"
          value={mode}
          onValueChange={(next) => next !== '' && onMode(next as BodyMode)}
        >
          {MODES.map(([value, name]) => (
            <ToggleGroup.Item key={value} value={value} className={styles['mode']}>
              {name}
            </ToggleGroup.Item>
          ))}
        </ToggleGroup.Root>
        <span className={styles['size']}>{formatSize(sizeBytes)}</span>
        <span className={styles['gap']} />
        {mode === 'hex' && isDecoded && (
          <Button size="small" aria-pressed={showsDecoded} onClick={() => setShowsDecoded(!showsDecoded)}>
            {showsDecoded ? 'Show stored bytes' : 'Show decoded bytes'}
          </Button>
        )}
        <IconButton label="Wrap lines" aria-pressed={wrap} onClick={() => onWrap(!wrap)}>
          <WrapText />
        </IconButton>
        {report.text !== '' && <CopyButton label="Copy body" text={copied} />}
        <IconButton label="Download these bytes" onClick={() => saveFile(bytes, 'body.bin')}>
          <Download />
        </IconButton>
      </div>
      <Notes report={report} bytes={bytes} sizeBytes={sizeBytes} clamp={clamp} />
      <div className={styles['content']}>
        {mode === 'pretty' && <PrettyView report={report} wrap={wrap} label={label} />}
        {mode === 'tree' &&
          (report.json !== null && report.json.count > 0 ? (
            <JsonTreeView tree={report.json} />
          ) : report.form !== null || report.multipart !== null ? (
            <PartsView report={report} />
          ) : (
            <EmptyNote title="Only JSON, forms and multipart bodies have a tree" />
          ))}
        {mode === 'raw' && <RawView bytes={bytes} report={report} wrap={wrap} label={label} />}
        {mode === 'hex' && <HexView bytes={showsDecoded ? report.bytes : bytes} />}
      </div>
    </section>
  );
}

function RawView({
  bytes,
  report,
  wrap,
  label,
}: {
  readonly bytes: Uint8Array;
  readonly report: BodyReport;
  readonly wrap: boolean;
  readonly label: string;
}) {
  if (report.kind === 'binary' || report.kind === 'image' || report.decoding.kind !== 'none') {
    return report.decoding.kind === 'decoded' && report.text !== '' ? (
      <EmptyNote title="The stored bytes are compressed">Pretty shows them decoded, Hex as they are.</EmptyNote>
    ) : (
      <EmptyNote title="These bytes are no text">Hex shows each of them.</EmptyNote>
    );
  }
  const text = report.kind === 'multipart' ? decodeText(bytes, null).text : report.text;
  return (
    <CodeView
      text={text}
      language={report.kind === 'json' ? 'json' : report.kind === 'xml' ? 'xml' : 'text'}
      wrap={wrap}
      label={label}
    />
  );
}

function Notes({ report, bytes, sizeBytes, clamp }: Pick<BodyViewerProps, 'report' | 'bytes' | 'sizeBytes' | 'clamp'>) {
  const { decoding, notes } = report;
  const lines: string[] = [];
  if (decoding.kind === 'decoded') {
    const end = { whole: '', bound: ' It was stopped at 64 MB.', broken: ' The stream breaks off early.' }[
      decoding.end
    ];
    const cut = clamp !== null && decoding.end === 'broken' ? ' Only its beginning is loaded.' : end;
    lines.push(`Decoded for viewing (${decoding.codings.join(', ')}); the stored bytes are compressed.${cut}`);
  }
  if (decoding.kind === 'kept') lines.push(decoding.sentence);
  lines.push(...notes.map((note) => `${note}.`));
  if (lines.length === 0 && clamp === null) return null;
  return (
    <div className={styles['notes']}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {clamp !== null && (
        <p className={styles['clamp']}>
          {clamp.busy ? (
            <>
              <progress max={sizeBytes} value={clamp.received ?? undefined} aria-label="Loading the body" />
              {clamp.received === null ? 'Reading…' : `${formatSize(clamp.received)} of ${formatSize(sizeBytes)}`}
            </>
          ) : (
            <>
              The first {formatSize(bytes.length)} of {formatCount(sizeBytes)} bytes are shown.
              <Button size="small" onClick={clamp.loadAll}>
                Load all
              </Button>
            </>
          )}
        </p>
      )}
      {clamp?.problem && <ErrorLine>{clamp.problem}</ErrorLine>}
    </div>
  );
}
