import { field } from '../reading/form.ts';
import { evidence, invalid } from './outcome.ts';
import type { Wrapper } from './wrapper.ts';

/** A signature in the query parameter `name` of the target. */
export function queryWrapper(name: string): Wrapper {
  return {
    names: [`?${name}=`],
    carried: (view) => field(view.query(), name) !== undefined,
    read: (view, scheme) => {
      const value = field(view.query(), name);
      if (value !== undefined && value !== '') return { signatures: [value], timestamp: null, id: null };
      return invalid('missing-header', `The address has no ${name} parameter.`, evidence(scheme));
    },
    write: ({ signature }, request) => {
      const bare = withoutParameter(request.target, name);
      const target = `${bare}${bare.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(signature)}`;
      return { headers: [], target };
    },
  };
}

/** A target or URL without a query parameter; everything else stays as it is written. */
export function withoutParameter(target: string, name: string): string {
  const mark = target.indexOf('?');
  if (mark < 0) return target;
  const kept = target
    .slice(mark + 1)
    .split('&')
    .filter((part) => part.split('=')[0] !== name && part !== '');
  return kept.length === 0 ? target.slice(0, mark) : `${target.slice(0, mark)}?${kept.join('&')}`;
}
