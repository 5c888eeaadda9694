/** The answer to whatever is asked of a store that is closing. Who asked is ending too, so nobody needs to be told of it. */
export class StoreClosed extends Error {
  constructor() {
    super('Hookglass is being closed.');
    this.name = 'StoreClosed';
  }
}
