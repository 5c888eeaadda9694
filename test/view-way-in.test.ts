import { describe, expect, test } from 'vitest';
import { wayInWords } from '../renderer/view/way-in.ts';

describe('the way in', () => {
  const tunnel = {
    adapter: 'localtunnel',
    url: 'https://hooks.example',
    changes: [{ code: 'names-lowered', sentence: 'This tunnel writes header names in lower case.' }],
    sender: { address: '203.0.113.9', toldBy: 'x-forwarded-for' },
  } as const;
  test('through a tunnel names it, its address, the sender as told, and each change', () => {
    expect(wayInWords({ tunnel: { ...tunnel, changes: [...tunnel.changes] }, remoteAddress: '127.0.0.1' })).toEqual({
      way: 'Through localtunnel',
      url: 'https://hooks.example',
      sender: '203.0.113.9, as told by the tunnel (X-Forwarded-For): nobody vouches for it',
      peer: '127.0.0.1, the tunnel’s end',
      changes: ['This tunnel writes header names in lower case.'],
    });
  });
  test('of a local delivery is local, and its sender is the peer', () => {
    expect(wayInWords({ tunnel: null, remoteAddress: '127.0.0.1' })).toEqual({
      way: 'Local, not through the tunnel',
      url: null,
      sender: null,
      peer: '127.0.0.1',
      changes: [],
    });
  });
});
