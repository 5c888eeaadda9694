/** One event of a `text/event-stream`; comment lines (heartbeats) come out as events without data. */
export interface StreamEvent {
  readonly id: string | null;
  readonly data: string | null;
}

/**
 * Incremental parser of server-sent events (HTML Living Standard, 9.2.6): feed it decoded text in any pieces, it returns
 * the events that are complete. A comment line is reported at once, so that a watchdog can see the heartbeat.
 */
export function createEventParser(): (text: string) => readonly StreamEvent[] {
  let rest = '';
  let id: string | null = null;
  let data: string[] = [];
  return (text) => {
    const events: StreamEvent[] = [];
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ id, data: data.join('\n') });
        data = [];
        id = null;
      } else if (line.startsWith(':')) {
        events.push({ id: null, data: null });
      } else {
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'data') data.push(value);
        if (field === 'id') id = value;
      }
    }
    return events;
  };
}
