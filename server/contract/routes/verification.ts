import { Type } from 'typebox';
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
    method: 'GET',
    path: '/api/deliveries/:id/verification',
    reads: true,
    summary: 'The signature check of a delivery in full, with the cause of a failure',
    params: idParam,
    response: VerificationSchema,
  },
  trySecret: {
    method: 'POST',
    path: '/api/deliveries/:id/verification',
    reads: true,
    summary: 'Check a delivery with a secret that is not stored',
    params: idParam,
    body: TrialSchema,
    response: VerificationSchema,
  },
  verifyRequest: {
    method: 'POST',
    path: '/api/verification/request',
    reads: true,
    summary: 'Check any saved request with a secret that is not stored',
    body: RequestTrialSchema,
    response: VerificationSchema,
  },
  verifyVectors: {
    method: 'POST',
    path: '/api/verification/vectors',
    reads: true,
    summary: 'Judge published examples, each at its own time',
    body: Type.Array(Type.Unknown(), { maxItems: 20_000 }),
    response: VectorReportSchema,
  },
  judgeAgain: {
    method: 'POST',
    path: '/api/endpoints/:id/judge',
    summary: 'Judge all deliveries of an endpoint again, in the background',
    params: idParam,
    response: JudgingSchema,
  },
  cancelJudging: {
    method: 'POST',
    path: '/api/endpoints/:id/judge/cancel',
    summary: 'Stop judging the deliveries of an endpoint again',
    params: idParam,
    response: null,
  },
  confirmSubscription: {
    method: 'POST',
    path: '/api/deliveries/:id/confirm-subscription',
    summary: 'Confirm the subscription that a delivery asks for, by calling the address in it',
    params: idParam,
    response: ConfirmedSchema,
  },
  listRecipes: {
    method: 'GET',
    path: '/api/recipes',
    reads: true,
    summary: 'Signature schemes that were described here',
    response: Type.Array(SavedRecipeSchema),
  },
  saveRecipe: {
    method: 'POST',
    path: '/api/recipes',
    summary: 'Describe a signature scheme, or change the one of this name',
    body: RecipeSchema,
    response: SavedRecipeSchema,
  },
  deleteRecipe: {
    method: 'DELETE',
    path: '/api/recipes/:id',
    summary: 'Delete a signature scheme that no endpoint uses',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;
