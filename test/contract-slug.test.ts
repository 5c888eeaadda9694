import { describe, expect, test } from 'vitest';
import { belowEndpoint, slugOf } from '../server/contract/slug.ts';

const SLUG = '0123456789abcdefghjkmnpqrs';

describe('the slug and what is below it', () => {
  test.each([
    [`/e/${SLUG}`, SLUG, ''],
    [`/e/${SLUG}?a=1`, SLUG, '?a=1'],
    [`/e/${SLUG}/orders/%zz?a=1`, SLUG, '/orders/%zz?a=1'],
    [`//e//${SLUG}/x`, SLUG, '/x'],
    [`HTTPS://any.example:8443/e/${SLUG}/x`, SLUG, '/x'],
    [`http://any.example/e/${SLUG}#x`, SLUG, '#x'],
  ])('of %s', (target, slug, below) => {
    expect(slugOf(target)).toBe(slug);
    expect(belowEndpoint(target)).toBe(below);
  });

  test.each([
    ['/e/orders/1', '/e/orders/1'],
    [`/E/${SLUG}/x`, `/E/${SLUG}/x`],
    [`/hooks/e/${SLUG}/x`, `/hooks/e/${SLUG}/x`],
    [`/e/${SLUG}more/x`, `/e/${SLUG}more/x`],
    [`http://any.example/hooks?to=/e/${SLUG}`, `/hooks?to=/e/${SLUG}`],
    ['*', '*'],
    ['', ''],
  ])('of %s, which is no endpoint’s, are none and all of it', (target, below) => {
    expect(slugOf(target)).toBeNull();
    expect(belowEndpoint(target)).toBe(below);
  });
});
