import { type FormEvent, useState } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useRecipes } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import pair from '../../parts/dialog-form.module.css';
import { ErrorLine } from '../../parts/error-line.tsx';
import { Choice, TextField } from '../../parts/field.tsx';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import { NEW_RECIPE, type RecipeText, recipeToText, textToRecipe } from '../../view/recipe.ts';
import styles from './recipe-dialog.module.css';
import { RecipePreview } from './recipe-preview.tsx';

const ALGORITHMS = { sha256: 'HMAC-SHA256', sha1: 'HMAC-SHA1', sha384: 'HMAC-SHA384', sha512: 'HMAC-SHA512' };
const ENCODINGS = { hex: 'hex', base64: 'base64', base64url: 'base64url' };
const KEYS_AS = { text: 'its text', base64: 'decoded from base64', hex: 'decoded from hex' };
const UNITS = { s: 'seconds', ms: 'milliseconds', iso: 'ISO 8601', 'http-date': 'HTTP date' };

/** Describes a signature scheme of one's own: a new one, or the saved one of this id. */
export function RecipeDialog({ id, onClose }: { readonly id: number | null; readonly onClose: () => void }) {
  const { app } = useShared();
  const saved = useRecipes().find((one) => one.id === id);
  const [text, setText] = useState<RecipeText>(saved === undefined ? NEW_RECIPE : recipeToText(saved.recipe));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = (name: keyof RecipeText) => ({
    value: text[name],
    onChange: (event: { target: { value: string } }) => setText((now) => ({ ...now, [name]: event.target.value })),
  });
  const options = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([value, label]) => (
      <option key={value} value={value}>
        {label}
      </option>
    ));
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const { recipe } = await app.api.call('saveRecipe', { body: textToRecipe(text) });
      for (const key of [KEYS.recipes, KEYS.providers]) app.cache.invalidate(key);
      app.toasts.show('ok', `Saved. “${recipe.name}” can now be chosen as the provider of an endpoint.`);
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={saved === undefined ? 'Describe a signature scheme' : saved.recipe.name}
      description="For senders that Hookglass does not know by name: an HMAC over a text made from the delivery."
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="recipe-form" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id="recipe-form" onSubmit={(event) => void save(event)}>
        <div className={pair['pair']}>
          <TextField label="Name" required maxLength={80} readOnly={saved !== undefined} {...field('name')} />
          <TextField label="Signature header" required placeholder="X-Signature" {...field('header')} />
          <Choice label="Algorithm" {...field('algorithm')}>
            {options(ALGORITHMS)}
          </Choice>
          <Choice label="Written in" {...field('encoding')}>
            {options(ENCODINGS)}
          </Choice>
          <TextField label="Prefix of the signature" placeholder="sha256=" {...field('prefix')} />
          <Choice label="The secret is used as" {...field('secretEncoding')}>
            {options(KEYS_AS)}
          </Choice>
        </div>
        <TextField
          label="Signed string"
          required
          hint="May hold {body} {timestamp} {url} {path} {method} {id} and {header:Name}; all else stands for itself."
          {...field('template')}
        />
        <RecipePreview text={text} />
        <details className={styles['more']}>
          <summary>Time, id, and signatures in pairs</summary>
          <div className={pair['pair']}>
            <TextField label="Header of the time" placeholder="X-Timestamp" {...field('timestampHeader')} />
            <Choice label="The time is in" {...field('timestampUnit')}>
              {options(UNITS)}
            </Choice>
            <TextField
              label="Oldest allowed, in seconds"
              type="number"
              min={1}
              placeholder="any age"
              {...field('toleranceS')}
            />
            <TextField label="Header of the id" placeholder="X-Delivery-Id" {...field('idHeader')} />
            <TextField label="Signature’s name in pairs" placeholder="v1, in t=…,v1=…" {...field('signatureName')} />
            <TextField label="Time’s name in pairs" placeholder="t, in t=…,v1=…" {...field('timestampName')} />
            <TextField label="Between several signatures" placeholder="," maxLength={5} {...field('separator')} />
          </div>
        </details>
        {problem !== null && <ErrorLine>{problem}</ErrorLine>}
      </form>
    </Dialog>
  );
}
