import { reprinted } from '../reading/reprinted.ts';
import { wireBytes } from '../schemes/bytes.ts';
import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.readme.com, webhooks: milliseconds, and the JSON as JSON.stringify prints it. */
export const readme = sender({
  id: 'readme',
  name: 'ReadMe',
  docsUrl: 'https://docs.readme.com/main/docs/my-developers-webhooks',
  marks: [[95, 'header:ReadMe-Signature']],
  describe: {
    event: 'text:user',
    resource: 'body:email',
  },
  signature: {
    secretLabel: 'Webhook secret of the project',
    scheme: pairs({
      header: 'ReadMe-Signature',
      signatureName: 'v0',
      time: { unit: 'ms', toleranceS: 1800 },
      variants: [
        {
          signed: (request, { timestamp }) =>
            Buffer.concat([wireBytes(`${timestamp}.`), reprinted(request) ?? request.body]),
          note: 'It fits the JSON as printed anew, which is what ReadMe’s own library checks.',
        },
      ],
    }),
  },
  sample: { body: { email: 'owlbert@readme.io' } },
});
