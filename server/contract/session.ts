import { type Static, Type } from 'typebox';

/** A browser that was let in by a one-time link. Moments are Unix milliseconds. */
export const SessionSchema = Type.Object({
  id: Type.Integer(),
  createdAt: Type.Integer({ description: 'when its link was opened' }),
  usedAt: Type.Integer({ description: 'last use, to the hour' }),
  endsAt: Type.Integer({ description: 'when it ends by itself if it is not used again' }),
  current: Type.Boolean({ description: 'the one that asks' }),
});
export type Session = Readonly<Static<typeof SessionSchema>>;
