import { Download, WrapText } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { useState } from 'react';
import { saveFile } from '../state/browser.ts';
import { BODY_MODES, type BodyMode, fittingMode, modeProblem } from '../view/body-modes.ts';
import type { BodyReport } from '../view/body-report.ts';
import { formatCount, formatSize } from '../view/size.ts';
import styles from './body-viewer.module.css';
import { Button } from './button.tsx';
import { CodeView } from './code-view.tsx';
import { CopyButton } from './copy-button.tsx';
import { ErrorLine } from './error-line.tsx';
import { HexView } from './hex-view.tsx';
import { IconButton } from './icon-button.tsx';
import { JsonTreeView } from './json-tree-view.tsx';
import { PartsView } from './parts-view.tsx';
import { languageOf, PrettyView } from './pretty-view.tsx';
import { VisibleText } from './visible-text.tsx';

const NAMES: Readonly<Record<BodyMode, string>> = { pretty: 'Pretty', tree: 'Tree', raw: 'Raw', hex: 'Hex' };

export interface BodyViewerProps {
  /** The stored bytes, as far as they are loaded. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly report: BodyReport;
  /** Size of the whole body. */
  readonly sizeBytes: number;
  readonly label: string;
  /** The mode that is wanted; a body that has nothing to show there is shown in the nearest one. */
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
export function BodyViewer({
  bytes,
  report,
  sizeBytes,
  label,
  mode: wanted,
  wrap,
  onMode,
  onWrap,
  clamp,
}: BodyViewerProps) {
  const [showsDecoded, setShowsDecoded] = useState(false);
  const isDecoded = report.decoding.kind === 'decoded';
  const mode = fittingMode(report, wanted);
  const copiesPretty = mode === 'pretty' && report.pretty !== null;
  const isCut = copiesPretty ? report.cut.pretty : report.cut.text;
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
          {BODY_MODES.map((value) => {
            const problem = modeProblem(report, value);
            return (
              <ToggleGroup.Item
                key={value}
                value={value}
                className={styles['mode']}
                disabled={problem !== null}
                {...(problem === null ? {} : { title: problem })}
              >
                {NAMES[value]}
              </ToggleGroup.Item>
            );
          })}
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
        {report.text !== '' && (
          <CopyButton
            label={isCut ? 'Copy what is shown' : 'Copy body'}
            text={copiesPretty ? (report.pretty ?? '') : report.text}
          />
        )}
        <IconButton label="Download these bytes" onClick={() => saveFile(bytes, 'body.bin')}>
          <Download />
        </IconButton>
      </div>
      <Notes report={report} bytes={bytes} sizeBytes={sizeBytes} clamp={clamp} />
      <div className={styles['content']}>
        {mode === 'pretty' && <PrettyView report={report} wrap={wrap} label={label} />}
        {mode === 'tree' &&
          (report.json === null ? <PartsView report={report} /> : <JsonTreeView tree={report.json} />)}
        {mode === 'raw' && <CodeView text={report.text} language={languageOf(report.kind)} wrap={wrap} label={label} />}
        {mode === 'hex' && <HexView bytes={showsDecoded ? report.bytes : bytes} />}
      </div>
    </section>
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
  lines.push(...[...decoding.notes, ...notes].map((note) => `${note}.`));
  if (lines.length === 0 && clamp === null) return null;
  return (
    <div className={styles['notes']}>
      {lines.map((line) => (
        <p key={line}>
          <VisibleText text={line} />
        </p>
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
