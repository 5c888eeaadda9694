import { type Static, Type } from 'typebox';

/**
 * A subscription that its provider sends nothing for until an address of its own was called. Hookglass calls it only when it
 * is told to. `refusal` says why it would not call this one; null where it would.
 */
export const ConfirmationSchema = Type.Object({
  url: Type.String({ description: 'the address to call, as the delivery states it' }),
  refusal: Type.Union([Type.String(), Type.Null()]),
});
export type Confirmation = Readonly<Static<typeof ConfirmationSchema>>;

/** How a confirmation went, in one sentence. */
export const ConfirmedSchema = Type.Object({ sentence: Type.String() });
