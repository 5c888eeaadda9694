import type { AdapterId, AdapterInfo } from '../../../server/contract/tunnel.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { TextField } from '../../parts/field.tsx';
import { HIDDEN_TEXT } from '../../parts/hidden-text.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { ADAPTER_ORDER, ADAPTERS } from '../../view/tunnel-adapters.ts';
import { type TunnelDraft, typedIn, typeIn } from '../../view/tunnel-draft.ts';
import { FallbackOrder } from './fallback-order.tsx';
import styles from './tunnel-form.module.css';

export interface TunnelFormProps {
  readonly draft: TunnelDraft;
  /** Null until they are known. */
  readonly adapters: readonly AdapterInfo[] | null;
  /** Why it was closed by itself; null where that was asked for. */
  readonly closedBecause: string | null;
  readonly problem: string | null;
  readonly onChange: (draft: TunnelDraft) => void;
  readonly onLookAgain: () => void;
  readonly onSubmit: () => void;
}

/** Through what the tunnel is opened, with what each way can be told, and what to fall back on. */
export function TunnelForm(props: TunnelFormProps) {
  const { draft, adapters, closedBecause, problem, onChange, onSubmit } = props;
  return (
    <form
      id="tunnel-form"
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {problem === null && closedBecause !== null && (
        <p className={styles['closed']}>
          <VisibleText text={closedBecause} />
        </p>
      )}
      {problem !== null && <ErrorLine>{problem}</ErrorLine>}
      <fieldset className={styles['ways']}>
        <legend className={HIDDEN_TEXT}>Through</legend>
        {ADAPTER_ORDER.map((id) => (
          <Way key={id} id={id} {...props} />
        ))}
      </fieldset>
      <FallbackOrder
        draft={draft}
        notFound={adapters?.filter(({ found }) => !found).map(({ id }) => id) ?? []}
        onChange={(fallback) => onChange({ ...draft, fallback })}
      />
    </form>
  );
}

function Way({ id, draft, adapters, onChange, onLookAgain }: TunnelFormProps & { readonly id: AdapterId }) {
  const { name, text, fields } = ADAPTERS[id];
  const info = adapters?.find((one) => one.id === id);
  const chosen = draft.adapter === id;
  return (
    <div className={styles['way']} data-chosen={chosen}>
      <label className={styles['head']}>
        <input
          type="radio"
          name="adapter"
          checked={chosen}
          onChange={() => onChange({ ...draft, adapter: id, fallback: draft.fallback.filter((one) => one !== id) })}
        />
        <span className={styles['words']}>
          <span className={styles['name']}>{name}</span> <span className={styles['text']}>{text}</span>
        </span>
        {info !== undefined && <Badge meaning={info.found ? 'plain' : 'warning'}>{presence(info)}</Badge>}
      </label>
      {chosen && info?.found === false && (
        <p className={styles['install']}>
          <span>{info.install}</span>
          <Button size="small" onClick={onLookAgain}>
            Look again
          </Button>
        </p>
      )}
      {chosen && fields.length > 0 && (
        <div className={styles['fields']}>
          {fields.map((field) => (
            <TextField
              key={field.option}
              label={field.need === 'required' ? field.label : `${field.label}, if any`}
              type={field.kept === 'secret' ? 'password' : 'text'}
              placeholder={field.placeholder}
              hint={field.hint}
              value={typedIn(draft, id, field)}
              maxLength={field.option === 'subdomain' ? 253 : 2_000}
              onChange={(event) => onChange(typeIn(draft, field, event.target.value))}
            />
          ))}
        </div>
      )}
    </div>
  );
}

const presence = ({ found, version }: AdapterInfo): string =>
  found ? (version === null ? 'ready' : `found ${version}`) : 'not found';
