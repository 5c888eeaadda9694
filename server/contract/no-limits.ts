import type { EndpointLimits } from './tunnel.ts';

/** An endpoint that takes deliveries from everybody. */
export const NO_LIMITS: EndpointLimits = { basicAuth: null, allow: null, perMinute: null };
