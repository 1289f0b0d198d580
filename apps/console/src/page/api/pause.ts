/** Waits, and then until the page can be seen. Rejects when `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")), { once: true });
    setTimeout(resolve, ms);
  });
  while (document.hidden && !signal.aborted) await nextVisibility(signal);
}

async function nextVisibility(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    document.addEventListener("visibilitychange", () => resolve(), { once: true });
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
