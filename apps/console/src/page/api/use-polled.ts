import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { pause } from "./pause.ts";

/** The polled data of a screen. The last data stay during the next request, and when it fails. */
export interface Polled<T> {
  readonly data: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

const AFTER_FAULT_MS = 3_000;

/**
 * Asks when the screen opens, whenever `key` changes, on `reload()`, and every `everyMs` while the page can be seen.
 * @param key what the answer depends on; with another one, nothing of the old answer is shown
 */
export function usePolled<T>(
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
  { everyMs = 0 }: { readonly everyMs?: number } = {},
): Polled<T> {
  const [state, setState] = useState<{ readonly key: string; readonly data: T | null; readonly error: unknown }>({
    key,
    data: null,
    error: null,
  });
  const [turn, setTurn] = useState(0);
  const [isLoading, setLoading] = useState(true);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const stopped = new AbortController();
    void (async () => {
      for (;;) {
        setLoading(true);
        let pauseMs = everyMs;
        try {
          const data = await latest.current(stopped.signal);
          if (stopped.signal.aborted) return;
          setState({ key, data, error: null });
        } catch (error) {
          if (stopped.signal.aborted) return;
          setState((before) => ({ key, data: before.key === key ? before.data : null, error }));
          pauseMs = Math.max(everyMs, AFTER_FAULT_MS);
        }
        setLoading(false);
        if (everyMs === 0) return;
        await pause(pauseMs, stopped.signal);
      }
    })().catch(() => undefined);
    return () => stopped.abort();
  }, [key, turn, everyMs]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const isOfKey = state.key === key;
  return { data: isOfKey ? state.data : null, error: isOfKey ? state.error : null, isLoading, reload };
}
