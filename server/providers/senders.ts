/** The list of providers, one line each. The order does not matter: the surest fingerprint wins. */
export { contentful } from './senders/contentful/contentful.ts';
export { contentstack } from './senders/contentstack/contentstack.ts';
export { datocms } from './senders/datocms/datocms.ts';
