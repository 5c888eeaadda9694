/** Types of JSON: `application/json`, `text/json`, `…+json` (RFC 6839), and what browsers report with. */
export const isJsonType = (type: string): boolean =>
  /(^|[/+])(x-)?json$/.test(type) || type === 'application/csp-report' || type === 'application/jsonrequest';

/** Types of several JSON values in one body: lines, or a sequence with record separators (RFC 7464). */
export const isJsonSequenceType = (type: string): boolean =>
  /(^|[/+])(x-)?(nd-?json|ljson|json-?lines?|jsonl|json-seq|json-?stream|ndjsonstream)$/.test(type) ||
  type === 'application/stream+json';

/** Types of XML (RFC 7303). */
export const isXmlType = (type: string): boolean => /(^|[/+])xml(-dtd|-external-parsed-entity)?$/.test(type);

/** Types whose content is text, so that bytes which are none call for a remark. */
export const isTextType = (type: string): boolean =>
  type.startsWith('text/') ||
  type.startsWith('multipart/') ||
  isJsonType(type) ||
  isJsonSequenceType(type) ||
  isXmlType(type) ||
  /^application\/(x-www-form-urlencoded|(x-)?javascript|ecmascript|(x-)?yaml|graphql|sql|toml|jwt|jose|csv)$/.test(
    type,
  );
