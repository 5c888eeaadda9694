import { base64, body, ENCODED, type Kind, RESERIALIZED } from './kind.ts';

/** Bodies that arrive inside something else: encodings, events of gateways and queues, forms. */
export const WRAPPED_KINDS: readonly Kind[] = [
  { kind: 'base64', causes: ENCODED, damage: body((_, b) => base64(b)) },
  { kind: 'base64 with a newline', causes: ENCODED, damage: body((_, b) => `${base64(b)}\n`) },
  { kind: 'base64 quoted', causes: ENCODED, damage: body((_, b) => JSON.stringify(base64(b))) },
  { kind: 'base64 twice', causes: ENCODED, damage: body((_, b) => base64(base64(b))) },
  { kind: 'data URL', causes: ENCODED, damage: body((_, b) => `data:application/json;base64,${base64(b)}`) },
  { kind: 'hex', causes: ENCODED, damage: body((_, b) => Buffer.from(b).toString('hex')) },
  { kind: 'encodeURIComponent', causes: ENCODED, damage: body((t) => encodeURIComponent(t)) },
  { kind: 'encodeURI', causes: ENCODED, damage: body((t) => encodeURI(t)) },
  { kind: 'Buffer as JSON', causes: RESERIALIZED, damage: body((_, b) => JSON.stringify(Buffer.from(b))) },
  { kind: 'Uint8Array as JSON', causes: RESERIALIZED, damage: body((_, b) => JSON.stringify(new Uint8Array(b))) },
  { kind: 'byte list', causes: RESERIALIZED, damage: body((_, b) => JSON.stringify([...b])) },
  {
    kind: "Python's repr of bytes",
    causes: RESERIALIZED,
    damage: body((t) => (/^[\x20-\x7e]*$/.test(t) ? `b'${t.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : null)),
  },
  {
    kind: 'Lambda proxy event',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({
        resource: '/hook',
        path: '/hook',
        httpMethod: 'POST',
        headers: { 'content-type': 'application/json' },
        requestContext: { stage: 'prod' },
        body: t,
        isBase64Encoded: false,
      }),
    ),
  },
  {
    kind: 'Lambda proxy event, base64',
    causes: RESERIALIZED,
    damage: body((_, b) =>
      JSON.stringify({ version: '2.0', rawPath: '/hook', headers: {}, body: base64(b), isBase64Encoded: true }),
    ),
  },
  {
    kind: 'Lambda proxy event by Python',
    causes: RESERIALIZED,
    damage: body((t) => JSON.stringify({ httpMethod: 'POST', body: t, isBase64Encoded: false }, null, 2)),
  },
  {
    kind: 'EventBridge detail',
    causes: RESERIALIZED,
    damage: body((t) =>
      t.startsWith('{')
        ? `{"version":"0","id":"a1","detail-type":"webhook","source":"x","account":"1","detail":${t}}`
        : null,
    ),
  },
  {
    kind: 'EventBridge detail, reprinted',
    causes: RESERIALIZED,
    damage: body((t) =>
      t.startsWith('{')
        ? JSON.stringify({ version: '0', 'detail-type': 'webhook', detail: JSON.parse(t) as unknown }, null, 2)
        : null,
    ),
  },
  {
    kind: 'SNS message',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({
        Type: 'Notification',
        MessageId: 'b1',
        TopicArn: 'arn:aws:sns:x',
        Message: t,
        Timestamp: '2026-01-15T12:00:00.000Z',
      }),
    ),
  },
  {
    kind: 'SQS record',
    causes: RESERIALIZED,
    damage: body((t) => JSON.stringify({ Records: [{ messageId: 'm', body: t, attributes: {} }] })),
  },
  {
    kind: 'SNS in SQS',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({ Records: [{ messageId: 'm', body: JSON.stringify({ Type: 'Notification', Message: t }) }] }),
    ),
  },
  {
    kind: 'Pub/Sub push',
    causes: RESERIALIZED,
    damage: body((_, b) =>
      JSON.stringify({
        message: { data: base64(b), messageId: '1', publishTime: '2026-01-15T12:00:00Z' },
        subscription: 's',
      }),
    ),
  },
  {
    kind: 'Kinesis record',
    causes: RESERIALIZED,
    damage: body((_, b) => JSON.stringify({ Records: [{ kinesis: { data: base64(b), partitionKey: 'k' } }] })),
  },
  {
    kind: 'Logic Apps $content',
    causes: RESERIALIZED,
    damage: body((_, b) => JSON.stringify({ '$content-type': 'application/octet-stream', $content: base64(b) })),
  },
  {
    kind: 'n8n item',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({ headers: { host: 'x' }, params: {}, query: {}, body: JSON.parse(t) as unknown }),
    ),
  },
  {
    kind: 'CloudEvent',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({ specversion: '1.0', id: '1', source: '/x', type: 'webhook', data: JSON.parse(t) as unknown }),
    ),
  },
  {
    kind: 'CloudEvent, data_base64',
    causes: RESERIALIZED,
    damage: body((_, b) =>
      JSON.stringify({ specversion: '1.0', id: '1', source: '/x', type: 'webhook', data_base64: base64(b) }),
    ),
  },
  { kind: 'in a list', causes: RESERIALIZED, damage: body((t) => (t.startsWith('{') ? `[${t}]` : null)) },
  {
    kind: 'payload= field',
    causes: RESERIALIZED,
    damage: body((t) => `payload=${encodeURIComponent(t)}`, 'application/x-www-form-urlencoded'),
  },
  {
    kind: 'data= field among others',
    causes: RESERIALIZED,
    damage: body(
      (t) => `id=7&data=${encodeURIComponent(t).replaceAll('%20', '+')}&ok=1`,
      'application/x-www-form-urlencoded',
    ),
  },
  {
    kind: 'body as form key',
    causes: RESERIALIZED,
    damage: body((t) => `${encodeURIComponent(t)}=`, 'application/x-www-form-urlencoded'),
  },
  {
    kind: 'base64 in a field',
    causes: RESERIALIZED,
    damage: body((_, b) => `body=${encodeURIComponent(base64(b))}`, 'application/x-www-form-urlencoded'),
  },
  {
    kind: 'multipart field',
    causes: RESERIALIZED,
    damage: body(
      (t) => `--xX\r\nContent-Disposition: form-data; name="payload"\r\n\r\n${t}\r\n--xX--\r\n`,
      'multipart/form-data; boundary=xX',
    ),
  },
  { kind: 'CDATA', causes: RESERIALIZED, damage: body((t) => `<body><![CDATA[${t}]]></body>`, 'application/xml') },
];
