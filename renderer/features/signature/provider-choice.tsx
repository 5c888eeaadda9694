import { useProviders } from '../../hooks/queries.ts';
import { Choice } from '../../parts/field.tsx';
import { plain } from '../../view/sentences.ts';

/** A choice among all providers and the recipes that were described here; the empty value is `none`. */
export function ProviderChoice({
  label,
  none,
  hint,
  value,
  onChange,
}: {
  readonly label: string;
  readonly none: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (provider: string) => void;
}) {
  const providers = useProviders();
  const byName = providers.toSorted((a, b) => a.name.localeCompare(b.name));
  const recipes = byName.filter(({ id }) => id.startsWith('recipe:'));
  const options = (list: typeof byName) =>
    list.map(({ id, name }) => (
      <option key={id} value={id}>
        {plain(name)}
      </option>
    ));
  return (
    <Choice label={label} value={value} hint={hint} onChange={(event) => onChange(event.target.value)}>
      <option value="">{none}</option>
      {recipes.length > 0 && <optgroup label="Described here">{options(recipes)}</optgroup>}
      {options(byName.filter(({ id }) => !id.startsWith('recipe:')))}
    </Choice>
  );
}
