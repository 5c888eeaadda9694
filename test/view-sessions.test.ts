import { expect, test } from 'vitest';
import { sessionWords } from '../renderer/view/session-words.ts';

const DAY_MS = 86_400_000;
const now = new Date(2026, 10, 29, 14, 2).getTime();

test.each([
  [{ usedAt: now - 3_599_999, current: false }, 'used within the last hour'],
  [{ usedAt: now - 3_600_000, current: false }, 'last used 1 hour ago'],
  [{ usedAt: now - 2 * DAY_MS, current: false }, 'last used 2 days ago'],
  [{ usedAt: now - 2 * DAY_MS, current: true }, 'in use now'],
])('a session says when it was used and when it ends: %j', (part, words) => {
  const session = { id: 1, createdAt: now - 3 * DAY_MS, endsAt: now + 5 * DAY_MS, ...part };
  expect(sessionWords(session, now)).toBe(`${words} · ends Dec 4, 14:02 unless it is used again`);
});
