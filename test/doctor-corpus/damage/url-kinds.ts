import { genuine } from '../case.ts';
import { type Kind, URL_SIGNED, url } from './kind.ts';

/** Another address or method than the one that was signed. */
export const URL_KINDS: readonly Kind[] = [
  {
    kind: 'http for https',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('http://hooks.example.com/e/inbox', '/e/inbox'),
  },
  {
    kind: 'port added',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com:8443/e/inbox', '/e/inbox'),
  },
  {
    kind: 'path prefix added',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com/prod/e/inbox', '/prod/e/inbox'),
  },
  {
    kind: 'slash at the end',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com/e/inbox/', '/e/inbox/'),
  },
  {
    kind: 'slashes doubled',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com//e/inbox', '//e/inbox'),
  },
  {
    kind: 'localhost',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: (of) => ({
      ...of,
      request: {
        ...of.request,
        publicUrl: 'http://localhost:4100/e/inbox',
        headers: [
          ...of.request.headers.filter(([n]) => n !== 'Host'),
          ['Host', 'localhost:4100'],
          ['X-Forwarded-Host', 'hooks.example.com'],
          ['X-Forwarded-Proto', 'https'],
        ],
      },
    }),
  },
  ...queryKinds(),
  {
    kind: 'method changed',
    at: ['hubspot', 'contentful', 'mercado-pago'],
    causes: ['method-changed'],
    damage: (of) => ({ ...of, request: { ...of.request, method: 'PUT' } }),
  },
];

function queryKinds(): readonly Kind[] {
  const QUERY = '?name=O%27Brien%20Zo%C3%AB&tags=a,b&path=%2Fx&e=&q=1%2B1&t=2';
  const made = (kind: string, change: (query: string) => string): Kind => ({
    kind: `query ${kind}`,
    at: ['square', 'hubspot', 'twilio', 'contentful', 'messagebird', 'plivo'],
    causes: ['url-differs'],
    damage: (of) => {
      const g = genuine(of.provider.id, of.request.body, {
        path: `/e/inbox${QUERY}`,
        ...(of.provider.id === 'twilio' ? { type: 'application/x-www-form-urlencoded' } : {}),
      });
      const target = `/e/inbox${change(QUERY)}`;
      return { ...g, request: { ...g.request, target, publicUrl: `https://hooks.example.com${target}` } };
    },
  });
  return [
    made('with + for blanks', (q) => q.replaceAll('%20', '+')),
    made('reprinted by URLSearchParams', (q) => `?${new URLSearchParams(q.slice(1))}`),
    made('with an apostrophe decoded', (q) => q.replace('%27', "'")),
    made('with comma encoded', (q) => q.replace(',', '%2C')),
    made('with small hex', (q) => q.replace(/%[0-9A-F]{2}/g, (h) => h.toLowerCase())),
    made('decoded', (q) => decodeURI(q)),
    made('with one more', (q) => `${q}&utm_source=proxy`),
    made('by encodeURI twice', (q) => q.replaceAll('%', '%25')),
    made('with the empty bare', (q) => q.replace('&e=', '&e')),
  ];
}
