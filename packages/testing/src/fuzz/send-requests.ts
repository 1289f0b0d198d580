import type { FuzzRequest } from "./generate-requests.ts";

/** Outcome of many requests. */
export interface FuzzFigures {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Bytes of the largest problem answer. */
  readonly largestFault: number;
  /** The largest answer of all as it was sent, but for streams. */
  readonly largest: { readonly bytes: number; readonly path: string };
  /** Requests that were answered with 5xx, or not at all. */
  readonly failures: readonly { readonly request: FuzzRequest; readonly outcome: string }[];
}

const LIMIT_MS = 30_000;

/** Sends requests one after another over some connections, and reads the answers; of streams, the beginning. */
export async function sendRequests(
  origin: string,
  authorization: string,
  next: () => FuzzRequest,
  options: { readonly requests: number; readonly connections: number },
): Promise<FuzzFigures> {
  const byStatus = new Map<string, number>();
  const failures: { request: FuzzRequest; outcome: string }[] = [];
  let largestFault = 0;
  let largest = { bytes: 0, path: "" };
  let left = options.requests;

  const send = async (request: FuzzRequest): Promise<void> => {
    const response = await fetch(origin + request.path, {
      method: request.method,
      headers: { ...request.headers, authorization },
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT_MS),
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    const { status } = response;
    byStatus.set(String(status), (byStatus.get(String(status)) ?? 0) + 1);
    if (response.headers.get("content-type")?.startsWith("text/event-stream") === true) {
      await response.body?.cancel();
      return;
    }
    const { byteLength: read } = await response.arrayBuffer();
    const byteLength = response.headers.has("content-encoding") ? Number(response.headers.get("content-length")) : read;
    if (byteLength > largest.bytes) largest = { bytes: byteLength, path: request.path.split("?")[0] ?? "" };
    if (status >= 400) largestFault = Math.max(largestFault, byteLength);
    if (status >= 500) failures.push({ request, outcome: String(status) });
  };
  const client = async (): Promise<void> => {
    while (left > 0) {
      left--;
      const request = next();
      await send(request).catch((err: unknown) => failures.push({ request, outcome: String(err) }));
    }
  };
  await Promise.all(Array.from({ length: options.connections }, client));
  return { requests: options.requests, byStatus: Object.fromEntries(byStatus), largestFault, largest, failures };
}
