import { signal } from "@preact/signals";
import { endSession } from "../session/session.ts";

/** Whether the last request got an answer. */
export const isConnected = signal(true);

/** A `fetch` that records whether the service can be reached, and ends the session when the token is no longer valid. */
export const watchedFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init);
    isConnected.value = true;
    if (response.status === 401) endSession(response.headers.get("date"));
    return response;
  } catch (err) {
    // Leaving a screen aborts its requests; that isn't a fault of the connection.
    if (init?.signal?.aborted !== true) isConnected.value = false;
    throw err;
  }
};
