import { Type } from 'typebox';
import { ADDRESSES } from '../addresses.ts';
import { ConfirmedSchema } from '../confirmation.ts';
import { RecipeSchema, SavedRecipeSchema } from '../recipe.ts';
import {
  JudgingSchema,
  RequestTrialSchema,
  TrialSchema,
  VectorReportSchema,
  VerificationSchema,
} from '../verification.ts';
import { idParam, type Route } from './route.ts';

/** Signature checks, and the schemes that users describe. */
export const VERIFICATION_ROUTES = {
  getVerification: {
    ...ADDRESSES.getVerification,
    summary: 'The signature check of a delivery in full, with the cause of a failure',
    params: idParam,
    response: VerificationSchema,
  },
  trySecret: {
    ...ADDRESSES.trySecret,
    summary: 'Check a delivery with a secret that is not stored',
    params: idParam,
    body: TrialSchema,
    response: VerificationSchema,
  },
  verifyRequest: {
    ...ADDRESSES.verifyRequest,
    summary: 'Check any saved request with a secret that is not stored',
    body: RequestTrialSchema,
    response: VerificationSchema,
  },
  verifyVectors: {
    ...ADDRESSES.verifyVectors,
    summary: 'Judge published examples, each at its own time',
    body: Type.Array(Type.Unknown(), { maxItems: 20_000 }),
    response: VectorReportSchema,
  },
  judgeAgain: {
    ...ADDRESSES.judgeAgain,
    summary: 'Judge all deliveries of an endpoint again, in the background',
    params: idParam,
    response: JudgingSchema,
  },
  cancelJudging: {
    ...ADDRESSES.cancelJudging,
    summary: 'Stop judging the deliveries of an endpoint again',
    params: idParam,
    response: null,
  },
  confirmSubscription: {
    ...ADDRESSES.confirmSubscription,
    summary: 'Confirm the subscription that a delivery asks for, by calling the address in it',
    params: idParam,
    response: ConfirmedSchema,
  },
  listRecipes: {
    ...ADDRESSES.listRecipes,
    summary: 'Signature schemes that were described here',
    response: Type.Array(SavedRecipeSchema),
  },
  saveRecipe: {
    ...ADDRESSES.saveRecipe,
    summary: 'Describe a signature scheme, or change the one of this name',
    body: RecipeSchema,
    response: SavedRecipeSchema,
  },
  deleteRecipe: {
    ...ADDRESSES.deleteRecipe,
    summary: 'Delete a signature scheme that no endpoint uses',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;
