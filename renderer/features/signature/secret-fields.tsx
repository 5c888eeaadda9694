import type { ProviderInfo } from '../../../server/contract/status.ts';
import { TextArea, TextField } from '../../parts/field.tsx';

/** A secret as it is typed: its value, and second inputs by the provider's names for them. */
export interface SecretInput {
  readonly value: string;
  readonly extra: Readonly<Record<string, string>>;
}

export const NO_SECRET: SecretInput = { value: '', extra: {} };

/** The body of a request from what was typed; second inputs that the provider does not take, or that are empty, stay out. */
export function secretBody({ value, extra }: SecretInput, provider: ProviderInfo | undefined) {
  const given = (provider?.extras ?? []).flatMap(({ name }) => {
    const text = extra[name]?.trim() ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
  return given.length === 0 ? { value } : { value, extra: Object.fromEntries(given) };
}

/** A secret and the second inputs that its provider takes. */
export function SecretFields({
  label,
  hint,
  provider,
  input,
  problem,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly provider: ProviderInfo | undefined;
  readonly input: SecretInput;
  readonly problem: string | null;
  readonly onChange: (input: SecretInput) => void;
}) {
  return (
    <>
      <TextArea
        label={label}
        rows={2}
        value={input.value}
        problem={problem}
        hint={hint}
        onChange={(event) => onChange({ ...input, value: event.target.value })}
      />
      {(provider?.extras ?? []).map(({ name, label: title, pem }) => {
        const field = { label: `${title}, if you have it`, value: input.extra[name] ?? '' };
        const take = (text: string): void => onChange({ ...input, extra: { ...input.extra, [name]: text } });
        return pem ? (
          <TextArea key={name} {...field} rows={3} onChange={(event) => take(event.target.value)} />
        ) : (
          <TextField key={name} {...field} onChange={(event) => take(event.target.value)} />
        );
      })}
    </>
  );
}
