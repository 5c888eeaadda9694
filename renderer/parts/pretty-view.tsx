import type { BodyReport } from '../view/body-report.ts';
import { CodeView } from './code-view.tsx';
import { EmptyNote } from './empty-note.tsx';
import { ImageView } from './image-view.tsx';
import { PartsView } from './parts-view.tsx';

/** A body laid out in the way that suits its kind. Markup is shown as text, never drawn. */
export function PrettyView({
  report,
  wrap,
  label,
}: {
  readonly report: BodyReport;
  readonly wrap: boolean;
  readonly label: string;
}) {
  switch (report.kind) {
    case 'form':
    case 'multipart':
      return <PartsView report={report} />;
    case 'image':
      return <ImageView bytes={report.bytes} type={report.imageType ?? 'image/png'} />;
    case 'empty':
      return <EmptyNote title="Nothing to show" />;
    case 'binary':
      return <EmptyNote title="These bytes are no text">Hex shows each of them.</EmptyNote>;
    default:
      return (
        <CodeView
          text={report.pretty ?? report.text}
          language={
            report.kind === 'json' || report.kind === 'ndjson' ? 'json' : report.kind === 'xml' ? 'xml' : 'text'
          }
          wrap={wrap}
          label={label}
        />
      );
  }
}
