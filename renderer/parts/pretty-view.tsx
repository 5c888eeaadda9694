import type { BodyKind } from '../view/body-kind.ts';
import type { BodyReport } from '../view/body-report.ts';
import type { CodeLanguage } from './code-editor.ts';
import { CodeView } from './code-view.tsx';
import { EmptyNote } from './empty-note.tsx';
import { ImageView } from './image-view.tsx';
import { PartsView } from './parts-view.tsx';

/** What the text of a body is coloured as. */
export const languageOf = (kind: BodyKind): CodeLanguage =>
  kind === 'json' || kind === 'ndjson' ? 'json' : kind === 'xml' ? 'xml' : 'text';

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
      return report.imageType === null ? (
        <EmptyNote title="This image is too large to draw" />
      ) : (
        <ImageView bytes={report.bytes} type={report.imageType} />
      );
    case 'empty':
      return <EmptyNote title="Nothing to show" />;
    case 'binary':
      return <EmptyNote title="These bytes are no text">Hex shows each of them.</EmptyNote>;
    default:
      return (
        <CodeView text={report.pretty ?? report.text} language={languageOf(report.kind)} wrap={wrap} label={label} />
      );
  }
}
