import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** elevenlabs.io, webhooks. */
export const elevenlabs = sender({
  id: 'elevenlabs',
  name: 'ElevenLabs',
  docsUrl: 'https://elevenlabs.io/docs/eleven-api/resources/webhooks',
  marks: [[95, 'header:ElevenLabs-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:data.conversation_id | body:data.agent_id',
  },
  signature: {
    secretLabel: 'Webhook secret (wsec_…)',
    scheme: pairs({ header: 'ElevenLabs-Signature', signatureName: 'v0', time: { unit: 's', toleranceS: 1800 } }),
  },
  sample: {
    body: {
      type: 'post_call_transcription',
      event_timestamp: 1768478400,
      data: { agent_id: 'xyz', conversation_id: 'abc' },
    },
  },
});
