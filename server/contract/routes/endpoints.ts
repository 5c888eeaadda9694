import { Type } from 'typebox';
import { ADDRESSES } from '../addresses.ts';
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
    ...ADDRESSES.listEndpoints,
    summary: 'All endpoints',
    response: Type.Array(EndpointSchema),
  },
  createEndpoint: {
    ...ADDRESSES.createEndpoint,
    summary: 'Make an endpoint with a fresh path',
    body: EndpointDraftSchema,
    response: EndpointSchema,
  },
  changeEndpoint: {
    ...ADDRESSES.changeEndpoint,
    summary: 'Rename, pause, or set provider, reply and live forward',
    params: idParam,
    body: EndpointPatchSchema,
    response: EndpointSchema,
  },
  rotateEndpoint: {
    ...ADDRESSES.rotateEndpoint,
    summary: 'Give an endpoint a fresh path; the old one answers 404 from now on',
    params: idParam,
    response: EndpointSchema,
  },
  deleteEndpoint: {
    ...ADDRESSES.deleteEndpoint,
    summary: 'Delete an endpoint with its deliveries; can be restored for an hour',
    params: idParam,
    response: null,
  },
  restoreEndpoint: {
    ...ADDRESSES.restoreEndpoint,
    summary: 'Undo the deletion of an endpoint',
    params: idParam,
    response: EndpointSchema,
  },
  sendSample: {
    ...ADDRESSES.sendSample,
    summary: 'Send a sample delivery of a provider to an endpoint, over HTTP',
    params: idParam,
    body: Type.Object({ provider: Type.Optional(Type.String()) }, closed),
    response: Type.Object({ deliveryId: Type.Union([Type.Integer(), Type.Null()]) }),
  },
  listSecrets: {
    ...ADDRESSES.listSecrets,
    summary: 'Names of the secrets of an endpoint',
    params: idParam,
    response: Type.Array(SecretSchema),
  },
  addSecret: {
    ...ADDRESSES.addSecret,
    summary: 'Add a signing secret; it cannot be read back',
    params: idParam,
    body: SecretDraftSchema,
    response: SecretSchema,
  },
  fetchContentstackKey: {
    ...ADDRESSES.fetchContentstackKey,
    summary: 'Fetch the public key of a Contentstack region once, and keep it as a secret of the endpoint',
    params: idParam,
    body: Type.Object({ region: Type.Enum(CONTENTSTACK_REGION_IDS) }, closed),
    response: SecretSchema,
  },
  deleteSecret: {
    ...ADDRESSES.deleteSecret,
    summary: 'Delete a signing secret',
    params: idParam,
    response: null,
  },
} as const satisfies Record<string, Route>;
