/**
 * Contentstack's regions: what people call them, and the host that publishes the public key of a region at
 * /.well-known/public-keys.json (contentstack.com/docs, secure-your-webhooks; about-regions).
 */
export const CONTENTSTACK_REGIONS = {
  'aws-na': { name: 'AWS NA', host: 'app.contentstack.com' },
  'aws-eu': { name: 'AWS EU', host: 'eu-app.contentstack.com' },
  'aws-au': { name: 'AWS AU', host: 'au-app.contentstack.com' },
  'azure-na': { name: 'Azure NA', host: 'azure-na-app.contentstack.com' },
  'azure-eu': { name: 'Azure EU', host: 'azure-eu-app.contentstack.com' },
  'gcp-na': { name: 'GCP NA', host: 'gcp-na-app.contentstack.com' },
  'gcp-eu': { name: 'GCP EU', host: 'gcp-eu-app.contentstack.com' },
} as const;
export type ContentstackRegion = keyof typeof CONTENTSTACK_REGIONS;

/** The regions' ids, in the order in which they are offered. */
export const CONTENTSTACK_REGION_IDS = Object.keys(CONTENTSTACK_REGIONS) as ContentstackRegion[];
