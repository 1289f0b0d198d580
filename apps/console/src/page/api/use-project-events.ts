import { useEffect, useRef } from "preact/hooks";
import type { WebhookEventBody } from "@longhaul/sdk";
import { useClient } from "./client.ts";
import { pause } from "./pause.ts";

const REOPEN_MS = 2_000;

/** Hears what happens in the project while the page can be seen and `isOn`; a stream that is refused is tried again. */
export function useProjectEvents(isOn: boolean, onEvent: (event: WebhookEventBody) => void): void {
  const client = useClient();
  const latest = useRef(onEvent);
  latest.current = onEvent;
  useEffect(() => {
    if (!isOn) return undefined;
    const stopped = new AbortController();
    void (async () => {
      while (!stopped.signal.aborted) {
        await whileVisible(stopped.signal, async (signal) => {
          for await (const event of client.events({ signal })) latest.current(event);
        });
        await pause(REOPEN_MS, stopped.signal);
      }
    })().catch(() => undefined);
    return () => stopped.abort();
  }, [client, isOn]);
}

/** Runs work until it ends, fails, or the page is hidden. */
async function whileVisible(stopped: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const hidden = new AbortController();
  const look = (): void => {
    if (document.hidden) hidden.abort();
  };
  document.addEventListener("visibilitychange", look);
  try {
    await work(AbortSignal.any([stopped, hidden.signal])).catch(() => undefined);
  } finally {
    document.removeEventListener("visibilitychange", look);
  }
}
