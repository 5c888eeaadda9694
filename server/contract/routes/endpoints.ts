import { Type } from 'typebox';
import { CONTENTSTACK_REGION_IDS } from '../contentstack-region.ts';
import {
  EndpointDraftSchema,
  EndpointPatchSchema,
  EndpointSchema,
  SecretDraftSchema,
  SecretSchema,
} from '../endpoint.ts';
import { closed, idParam, type Route } from './route.ts';

/** Endpoints and their secrets. */
export const ENDPOINT_ROUTES = {
  listEndpoints: {
    method: 'GET',
    path: '/api/endpoints',
    reads: true,
    summary: 'All endpoints',
    response: Type.Array(EndpointSchema),
  },
  createEndpoint: {
    method: 'POST',
    path: '/api/endpoints',
    summary: 'Make an endpoint with a fresh path',
    body: EndpointDraftSchema,
    response: EndpointSchema,
  },
  changeEndpoint: {
    method: 'PATCH',
    path: '/api/endpoints/:id',
    summary: 'Rename, pause, or set provider, reply and live forward',
    params: idParam,
    body: EndpointPatchSchema,
    response: EndpointSchema,
  },
  rotateEndpoint: {
    method: 'POST',
    path: '/api/endpoints/:id/rotate',
    summary: 'Give an endpoint a fresh path; the old one answers 404 from now on',
    params: idParam,
    response: EndpointSchema,
  },
  deleteEndpoint: {
    method: 'DELETE',
    path: '/api/endpoints/:id',
    summary: 'Delete an endpoint with its deliveries; can be restored for an hour',
    params: idParam,
    response: null,
  },
  restoreEndpoint: {
    method: 'POST',
    path: '/api/endpoints/:id/restore',
    summary: 'Undo the deletion of an endpoint',
    params: idParam,
    response: EndpointSchema,
  },
  sendSample: {
    method: 'POST',
    path: '/api/endpoints/:id/sample',
    summary: 'Send a sample delivery of a provider to an endpoint, over HTTP',
    params: idParam,
    body: Type.Object({ provider: Type.Optional(Type.String()) }, closed),
    response: Type.Object({ deliveryId: Type.Union([Type.Integer(), Type.Null()]) }),
  },
  listSecrets: {
    method: 'GET',
    path: '/api/endpoints/:id/secrets',
    reads: true,
    summary: 'Names of the secrets of an endpoint',
    params: idParam,
    response: Type.Array(SecretSchema),
  },
  addSecret: {
    method: 'POST',
    path: '/api/endpoints/:id/secrets',
    summary: 'Add a signing secret; it cannot be read back',
    params: idParam,
    body: SecretDraftSchema,
    response: SecretSchema,
  },
  fetchContentstackKey: {
    method: 'POST',
    path: '/api/endpoints/:id/contentstack-key',
    summary: 'Fetch the public key of a Contentstack region once, and keep it as a secret of the endpoint',
    params: idParam,
    body: Type.Object({ region: Type.Enum(CONTENTSTACK_REGION_IDS) }, closed),
    response: SecretSchema,
  },
  deleteSecret: {
    method: 'DELETE',
    path: '/api/secrets/:id',
    summary: 'Delete a signing secret',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;
