import type { EndpointPatch } from '../../server/contract/endpoint.ts';
import type { Attempt, Destination, Edit } from '../../server/contract/replay.ts';
import { plural } from '../view/size.ts';
import { formatDuration } from '../view/time.ts';
import { ApiError, sentenceOf } from './api.ts';
import type { AppState } from './app-state.ts';
import { KEYS } from './apply-message.ts';
import { selectOne } from './selection.ts';

/** What the user can do, from a key, a menu, the palette or a button alike. Failures become toasts that say what to do. */
export interface Actions {
  replay(ids: readonly number[], destination: Destination, edit?: Edit): Promise<void>;
  copyAs(id: number, format: 'curl' | 'http'): Promise<void>;
  download(id: number, name: string): Promise<void>;
  setPinned(ids: readonly number[], pinned: boolean): Promise<void>;
  deleteDeliveries(ids: readonly number[]): Promise<void>;
  sendSample(endpointId: number, provider: string | null): Promise<void>;
  changeEndpoint(id: number, patch: EndpointPatch): Promise<boolean>;
  deleteEndpoint(id: number, name: string): Promise<void>;
  /** Show a delivery in the detail, whatever the list shows. */
  reveal(id: number): void;
}

export function createActions(
  app: AppState,
  {
    writeText,
    saveFile,
  }: {
    readonly writeText: (text: string) => Promise<void>;
    readonly saveFile: (bytes: Uint8Array<ArrayBuffer>, name: string) => void;
  },
): Actions {
  const { api, toasts, selection, dialog, preferences } = app;
  const fail = (error: unknown): void => toasts.show('bad', sentenceOf(error));
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      fail(error);
    }
  };
  const reveal = (id: number): void => {
    app.list.hold();
    selection.set(selectOne(id));
  };
  const showSends = (id: number): void => {
    preferences.update((now) => ({ ...now, tab: 'sends' }));
    reveal(id);
  };

  const replay: Actions['replay'] = async (ids, destination, edit) => {
    try {
      const attempts = await api.call('replay', {
        body: { deliveryIds: [...ids], destinationId: destination.id, ...(edit === undefined ? {} : { edit }) },
      });
      for (const id of ids) app.cache.invalidate(KEYS.attempts(id));
      void app.sends.follow(attempts).then((settled) => tellSends(settled, destination));
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'host-not-allowed')) return fail(error);
      const host = new URL(destination.url).hostname;
      dialog.set({ kind: 'allow-host', host, retry: () => void replay(ids, destination, edit) });
    }
  };
  const tellSends = (attempts: readonly Attempt[], destination: Destination): void => {
    const [only] = attempts;
    if (only === undefined) return;
    const show = { label: 'Show', run: () => showSends(only.deliveryId) };
    if (attempts.length > 1) {
      const failed = attempts.filter(({ outcome }) => outcome.kind === 'failed').length;
      const text = `${plural(attempts.length, 'delivery', 'deliveries')} sent to ${destination.name}`;
      toasts.show(failed === 0 ? 'ok' : 'bad', failed === 0 ? `${text}.` : `${text}; ${failed} failed.`, show);
      return;
    }
    const { outcome } = only;
    if (outcome.kind === 'failed') toasts.show('bad', outcome.reason, show);
    if (outcome.kind === 'answered') {
      const took = formatDuration(outcome.timings.totalMs);
      toasts.show(
        outcome.status < 400 ? 'ok' : 'bad',
        `${destination.name} answered ${outcome.status} in ${took}.`,
        show,
      );
    }
  };

  return {
    replay,
    reveal,
    copyAs: (id, format) =>
      attempt(async () => {
        const bytes = await api.bytes('exportDelivery', { params: { id }, query: { format } });
        try {
          await writeText(new TextDecoder().decode(bytes));
          toasts.show('ok', format === 'curl' ? 'Copied as cURL.' : 'Copied as raw HTTP.');
        } catch {
          saveFile(bytes, format === 'curl' ? `delivery-${id}.sh` : `delivery-${id}.http`);
          toasts.show('info', 'The browser did not allow copying, so it was saved as a file instead.');
        }
      }),
    download: (id, name) =>
      attempt(async () => saveFile(await api.bytes('getBody', { params: { id }, query: {} }), name)),
    setPinned: (ids, pinned) =>
      attempt(async () => {
        for (const id of ids) await api.call('changeDelivery', { params: { id }, body: { pinned } });
        if (ids.length > 1)
          toasts.show('ok', `${plural(ids.length, 'delivery', 'deliveries')} ${pinned ? 'pinned' : 'unpinned'}.`);
      }),
    async deleteDeliveries(ids) {
      const deleted = (await api.call('deleteDeliveries', { body: { ids: [...ids] } })).ids;
      const undo = (): void =>
        void attempt(async () => {
          await api.call('restoreDeliveries', { body: { ids: deleted } });
          toasts.show('ok', `${plural(deleted.length, 'delivery', 'deliveries')} restored.`);
        });
      toasts.show('info', `${plural(deleted.length, 'delivery', 'deliveries')} deleted.`, { label: 'Undo', run: undo });
    },
    sendSample: (endpointId, provider) =>
      attempt(async () => {
        const { deliveryId } = await api.call('sendSample', {
          params: { id: endpointId },
          body: provider === null ? {} : { provider },
        });
        const show = deliveryId === null ? null : { label: 'Show', run: () => reveal(deliveryId) };
        toasts.show('ok', 'A sample was sent to your endpoint.', show);
      }),
    async changeEndpoint(id, patch) {
      try {
        await api.call('changeEndpoint', { params: { id }, body: patch });
        return true;
      } catch (error) {
        fail(error);
        return false;
      }
    },
    async deleteEndpoint(id, name) {
      await api.call('deleteEndpoint', { params: { id } });
      if (preferences.get().endpointId === id) preferences.update((now) => ({ ...now, endpointId: null }));
      const undo = (): void =>
        void attempt(async () => {
          await api.call('restoreEndpoint', { params: { id } });
          toasts.show('ok', `“${name}” is back with its deliveries.`);
        });
      toasts.show('info', `“${name}” and its deliveries were deleted.`, { label: 'Undo', run: undo });
    },
  };
}
