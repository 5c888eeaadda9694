/** Every error of ours: stable code, HTTP status, one sentence with what to do. The README lists the same codes. */
export const PROBLEMS = {
  'no-token': [401, 'This address needs a token. Open the link that Hookglass printed at its start.'],
  'wrong-token': [401, 'The token is not known here. Open the link that Hookglass printed at its start.'],
  'wrong-code': [401, 'This link was used or is too old. Ask for a new one with `hookglass open`.'],
  'foreign-host': [403, 'The Host of this request is not an address of Hookglass.'],
  'foreign-origin': [403, 'Pages of another origin may not call Hookglass.'],
  'odd-target': [403, 'Only plain paths are served here.'],
  'odd-request': [403, 'Only plain HTTP/1.1 requests are answered here; nothing is upgraded or tunnelled.'],
  'unmet-expectation': [417, 'The only expectation that is met here is 100-continue.'],
  'late-request': [408, 'The request did not come in time.'],
  'long-headers': [431, 'The header lines of this request are too long.'],
  'no-encoding': [406, 'The page is sent as br, gzip or as it is. Accept one of them.'],
  'not-json': [415, 'Send the body as application/json.'],
  'bad-request': [400, 'The request does not fit this address.'],
  'bad-query': [400, 'The search could not be read.'],
  'not-found': [404, 'There is nothing at this address.'],
  'no-such-endpoint': [404, 'There is no such endpoint. `hookglass endpoints list` shows those that exist.'],
  'no-such-delivery': [
    404,
    'There is no such delivery. It may have been deleted; `hookglass deliveries list` shows those that exist.',
  ],
  'no-such-destination': [404, 'There is no such destination.'],
  'no-such-attempt': [404, 'There is no such attempt.'],
  'no-such-secret': [404, 'There is no such secret.'],
  'no-such-recipe': [404, 'There is no such recipe. `GET /api/recipes` lists those that exist.'],
  'no-such-session': [404, 'There is no such session. `hookglass sessions list` shows those that are open.'],
  'bad-recipe': [400, 'The recipe cannot be used as it stands.'],
  'recipe-in-use': [409, 'An endpoint checks its deliveries by this recipe. Choose another provider for it first.'],
  'bad-limits': [
    400,
    'The limits cannot be used as they stand. Give addresses or ranges, for example 203.0.113.7 or 203.0.113.0/24.',
  ],
  'no-such-provider': [400, 'No provider has this name. `hookglass providers` lists them.'],
  'bad-destination': [
    400,
    'Give the destination as a complete http or https URL, for example http://127.0.0.1:3000/webhooks.',
  ],
  'host-not-allowed': [
    403,
    'Sending to this host is not allowed yet. Allow it once, in the window or with replay --allow-host, then send again.',
  ],
  'address-refused': [403, 'Hookglass does not send to this address.'],
  'not-sendable': [400, 'This request cannot be sent over HTTP as it stands. Edit it, then send again.'],
  'bad-http-file': [
    400,
    'The file is not an HTTP request: it needs a line like POST /path HTTP/1.1, header lines, an empty line and the body.',
  ],
  'last-endpoint': [409, 'This is the last endpoint. Make another one before deleting it.'],
  'nothing-to-restore': [404, 'There is nothing left to restore.'],
  'too-large': [413, 'The body is larger than this address takes.'],
  'malformed-delivery': [409, 'This row is not a well-formed request, so it cannot be sent or exported as one.'],
  'truncated-delivery': [409, 'The body was not kept whole, so this delivery cannot be sent as it was.'],
  'damaged-delivery': [
    409,
    'The stored bytes of this delivery are no longer those that were captured: the disk or another program changed them. `hookglass deliveries body --damaged` gives them as they are.',
  ],
  'data-in-use': [409, 'Another Hookglass is using this data folder. Stop it, or choose another folder with --data.'],
  'data-too-new': [
    409,
    'The data folder was written by a newer Hookglass. Update Hookglass, or choose another folder with --data.',
  ],
  'data-broken': [
    500,
    'The database in the data folder cannot be read. Move the folder away to start afresh; nothing in it was changed.',
  ],
  'data-lost': [
    500,
    'The database in the data folder is gone, empty or cut short; nothing was changed. Put it back from a copy, or move the whole folder away to start afresh.',
  ],
  'data-locked': [
    409,
    'Another program holds the database in the data folder. Close it there, then try again; nothing was changed.',
  ],
  'key-broken': [
    500,
    'The key file of the signing secrets is damaged. Put secrets.key back from a copy, or delete it and add the secrets again; deliveries need no key.',
  ],
  'foreign-folder': [
    409,
    'This folder holds other things, so Hookglass does not use it as a data folder. Choose a new or an empty one with --data.',
  ],
  'bad-data-folder': [
    500,
    'The data folder cannot be used. Mend what is named here, or choose another folder with --data.',
  ],
  'no-data': [
    404,
    'There is no Hookglass data in this folder. Choose another one with --data, or start with `hookglass serve`.',
  ],
  'port-in-use': [409, 'The port is in use. Stop the other program, or choose another port with --port or --ui-port.'],
  'port-refused': [
    403,
    'The system does not let you have this port; those below 1024 often need rights of their own. Choose another with --port or --ui-port.',
  ],
  'no-server': [409, 'No Hookglass is running on this data folder. Start one with `hookglass serve`.'],
  'file-not-written': [500, 'The file could not be written.'],
  'wrong-use': [400, 'The command was not understood. `hookglass --help` shows the commands.'],
  'old-node': [400, 'Hookglass needs Node 22 or newer.'],
  'fetch-failed': [502, 'The key could not be fetched. Try again, or paste it.'],
  'nothing-to-confirm': [409, 'This delivery asks for no confirmation.'],
  'confirmation-refused': [403, 'Hookglass does not confirm this subscription.'],
  'confirmation-failed': [
    502,
    'The subscription could not be confirmed. Try again, or let the provider ask for the confirmation once more.',
  ],
  'store-failed': [503, 'The delivery could not be written to disk. Free some space, or check the data folder.'],
  unexpected: [500, 'Something unexpected went wrong. The log has the details.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** A Problem as the API answers it. `detail` names what was wrong in this case. `problem-schema.ts` has its schema. */
export interface ProblemBody {
  readonly code: string;
  readonly sentence: string;
  readonly detail?: string;
}

/** An expected failure of ours. Throw it; the control API and the command line turn it into words. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string | undefined;

  constructor(code: ProblemCode, detail?: string) {
    super(detail === undefined ? PROBLEMS[code][1] : `${PROBLEMS[code][1]} (${detail})`);
    this.name = 'Problem';
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.detail = detail;
  }

  /** The answer of the API: code, sentence and, where there is one, the detail. */
  toBody(): ProblemBody {
    const sentence = PROBLEMS[this.code][1];
    return this.detail === undefined
      ? { code: this.code, sentence }
      : { code: this.code, sentence, detail: this.detail };
  }
}
