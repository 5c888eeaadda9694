/** The part of autocannon 9 that the bench uses (its README, "API"); the package carries no types. */
declare module 'autocannon' {
  interface Client {
    on(event: 'response', listener: (status: number, bytes: number, responseTimeMs: number) => void): this;
  }
  interface Options {
    readonly url: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly connections: number;
    readonly duration: number;
    readonly timeout: number;
    readonly setupClient: (client: Client) => void;
  }
  interface Result {
    readonly errors: number;
    readonly timeouts: number;
  }
  export default function autocannon(options: Options): Promise<Result>;
}
