import type { AdapterId, AdapterInfo, TunnelFidelity } from '../../contract/tunnel.ts';
import type { AddressKind } from '../../send/address.ts';
import { type Adapter, type Opened, OpenFailure, type OpenRequest } from '../opener.ts';
import { findProgram, programVersion } from './find-program.ts';
import { httpUrl } from './http-url.ts';
import { keepPrivate } from './private-file.ts';
import { startGroup } from './process-group.ts';

/** What one line of a program's output means; null means nothing. */
export type LineMeaning =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'failure'; readonly sentence: string; readonly lasting: boolean }
  | null;

/** A tunnel program of someone else: how to call it and how to read it. All functions are pure. */
export interface CommandSpec {
  readonly id: AdapterId;
  readonly name: string;
  readonly program: string;
  readonly fidelity: TunnelFidelity;
  /** What to install, by platform. */
  readonly install: Readonly<Record<'linux' | 'darwin' | 'win32', string>>;
  readonly versionArgs: readonly string[];
  readonly version: RegExp;
  /** Arguments for `request`; `privateFile` is where that text lies. @throws OpenFailure when the wishes in it cannot be met */
  args(request: OpenRequest, privateFile: string | null): readonly string[];
  /** What must not be in the arguments, which every user of this computer can list; null when there is nothing of the kind. */
  privateText?(request: OpenRequest): string | null;
  readLine(line: string, request: OpenRequest): LineMeaning;
  /** Whether the address is on a host that the user named, and so may lead anywhere. */
  readonly ownHost?: boolean;
  /** Name to ask for again, when `url` has one that can be asked for. */
  nameOf?(url: string): string | null;
}

const LINES_KEPT = 6;
/** Where a host of the user's own may be. */
const EVERY_PLACE: readonly AddressKind[] = ['this-machine', 'private', 'link-local'];

/** An adapter that starts a program, reads its address from its output, and ends it with all its children. */
export function commandAdapter(spec: CommandSpec, env: NodeJS.ProcessEnv = process.env): Adapter {
  return {
    id: spec.id,
    name: spec.name,
    fidelity: spec.fidelity,
    find: () => find(spec, env),
    async open(request, signal) {
      const path = findProgram(spec.program, env);
      if (path === null) {
        throw new OpenFailure(`${spec.program} is not installed. ${installHint(spec)}`, { lasting: true });
      }
      const text = spec.privateText?.(request) ?? null;
      const file = text === null ? null : keepPrivate(text);
      try {
        const opened = await start(spec, { path, args: spec.args(request, file?.path ?? null), env }, request, signal);
        if (file !== null) opened.closed.then(file.remove, file.remove);
        return opened;
      } catch (error) {
        file?.remove();
        if (error instanceof OpenFailure) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new OpenFailure(`${spec.name} could not be started: ${why}`, { lasting: true });
      }
    },
  };
}

async function find(spec: CommandSpec, env: NodeJS.ProcessEnv): Promise<AdapterInfo> {
  const path = findProgram(spec.program, env);
  const version = path === null ? null : await programVersion(path, spec.versionArgs, spec.version, env);
  return { id: spec.id, name: spec.name, found: path !== null, version, install: installHint(spec) };
}

function installHint({ install }: CommandSpec): string {
  return process.platform === 'darwin' || process.platform === 'win32' ? install[process.platform] : install.linux;
}

function start(
  spec: CommandSpec,
  command: { readonly path: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv },
  request: OpenRequest,
  signal: AbortSignal,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const closed = Promise.withResolvers<string>();
    const lastLines: string[] = [];
    let url: string | null = null;
    let tellUrl: (url: string) => void = () => undefined;

    const group = startGroup(command, (line) => {
      lastLines.push(line);
      if (lastLines.length > LINES_KEPT) lastLines.shift();
      const meaning = spec.readLine(line, request);
      if (meaning?.kind === 'url') onAddress(meaning.url);
      if (meaning?.kind === 'failure' && url === null) fail(new OpenFailure(meaning.sentence, meaning));
    });
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (failure: OpenFailure): void => {
      settle();
      group.stop().then(() => reject(failure), reject);
    };
    const onAbort = (): void => fail(new OpenFailure(`${spec.name} was called off.`));
    const timer = setTimeout(
      () => fail(new OpenFailure(silence(spec, lastLines, request.timeoutMs))),
      request.timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();

    group.ended.then(
      (how) => {
        const sentence = ending(spec, how, lastLines);
        closed.resolve(sentence);
        if (url === null) fail(new OpenFailure(sentence));
      },
      () => undefined,
    );

    function onAddress(address: string): void {
      const plain = httpUrl(address);
      if (plain === null || url === plain) return;
      const isChange = url !== null;
      url = plain;
      if (isChange) {
        tellUrl(plain);
        return;
      }
      settle();
      resolve({
        url: plain,
        name: spec.nameOf?.(plain) ?? null,
        ...(spec.ownHost === true ? { near: EVERY_PLACE } : {}),
        closed: closed.promise,
        onUrl: (changed) => {
          tellUrl = changed;
        },
        close: () => {
          closed.resolve('The tunnel was closed.');
          return group.stop();
        },
      });
    }
  });
}

function silence(spec: CommandSpec, lines: readonly string[], timeoutMs: number): string {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return lines.length === 0
    ? `${spec.name} started but wrote nothing within ${seconds} seconds.`
    : `${spec.name} started, but within ${seconds} seconds its output had no public address in a form that is known here. ${quote(lines)}`;
}

function ending(spec: CommandSpec, how: number | string, lines: readonly string[]): string {
  const code = typeof how === 'number' ? `with exit code ${how}` : `(${how})`;
  return `${spec.name} ended ${code}. ${lines.length === 0 ? 'It wrote nothing.' : quote(lines)}`;
}

/** The last lines, those of `ssh -v` only when there are no others. */
function quote(lines: readonly string[]): string {
  const telling = lines.filter((line) => !line.startsWith('debug1:'));
  const shown = telling.length > 0 ? telling : lines;
  return `Its last lines: ${shown.map((line) => `“${line.slice(0, 200)}”`).join(' ')}`;
}
