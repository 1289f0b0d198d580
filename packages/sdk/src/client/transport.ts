import { errorOf, LonghaulError } from "./longhaul-error.ts";
import { pause } from "./pause.ts";

/** How to reach a project. */
export interface ClientOptions {
  /** Where the API is, such as `https://longhaul.example`. */
  readonly url: string;
  readonly tenantId: string;
  readonly projectId: string;
  /** A bearer token, or what gives one that is still good. */
  readonly token: string | (() => string | Promise<string>);
  /** How often a request is sent again that had no answer, or 429, 502, 503 or 504; default 5. */
  readonly maxRetries?: number;
  /** How long one attempt may take in milliseconds; default 60,000, of streams and uploads only until the answer begins. */
  readonly timeoutMs?: number;
  /** Another `fetch`, for tests and proxies. */
  readonly fetch?: typeof globalThis.fetch;
}

/** One request below the project's path. */
export interface Ask {
  readonly method?: string;
  /** Behind `/api/{tenantId}/{projectId}`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly json?: unknown;
  readonly form?: () => FormData;
  /** Called with the sent bytes of the form; in Node, Deno and Bun only, since browsers stream bodies over HTTP/2 only. */
  readonly onSent?: ((bytes: number) => void) | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** The same for the same request; a POST gets one by itself, which makes it safe to send again. */
  readonly idempotencyKey?: string | undefined;
  /** Statuses beside 2xx that are answers, not faults. */
  readonly alsoGood?: readonly number[];
}

/** Sends requests, and sends again what may be sent again. */
export interface Transport {
  /** @throws LonghaulError */
  send(ask: Ask): Promise<Response>;
  /** The answer's JSON. @throws LonghaulError */
  json<T>(ask: Ask): Promise<T>;
}

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** What a client waits at the most for what `Retry-After` names: a day's pause is for its caller to know. */
const LONGEST_ASKED_MS = 300_000;

/** Removes slashes one by one: a regular expression would begin again at each slash of a long row. */
function withoutSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === "/") end--;
  return url.slice(0, end);
}

/** @internal */
export function createTransport(options: ClientOptions): Transport {
  const { maxRetries = 5, timeoutMs = 60_000, fetch = globalThis.fetch } = options;
  const base = `${withoutSlashes(options.url)}/api/${encodeURIComponent(options.tenantId)}/${encodeURIComponent(options.projectId)}`;

  async function attempt(ask: Ask, headers: Readonly<Record<string, string>>): Promise<Response> {
    const token = typeof options.token === "function" ? await options.token() : options.token;
    // Only until the answer begins: a stream goes on.
    const tooLong = new AbortController();
    const giveUp = () => tooLong.abort(new Error(`no answer within ${timeoutMs} ms`));
    let timer = setTimeout(giveUp, timeoutMs);
    const onSent = (bytes: number): void => {
      // What is still being sent isn't late.
      clearTimeout(timer);
      timer = setTimeout(giveUp, timeoutMs);
      ask.onSent?.(bytes);
    };
    const signal = AbortSignal.any([tooLong.signal, ...(ask.signal === undefined ? [] : [ask.signal])]);
    const { body, ...more } = bodyOf(ask, onSent);
    try {
      return await fetch(urlOf(base, ask), {
        method: ask.method ?? (body === undefined ? "GET" : "POST"),
        ...more,
        ...(body === undefined ? {} : { body }),
        headers: { accept: "application/json", ...more.headers, ...headers, authorization: `Bearer ${token}` },
        signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async function send(ask: Ask): Promise<Response> {
    const isPost = ask.json !== undefined || ask.form !== undefined || ask.method === "POST";
    const headers = {
      ...(isPost ? { "idempotency-key": ask.idempotencyKey ?? newKey() } : {}),
      ...ask.headers,
    };
    for (let retry = 0; ; retry++) {
      const outcome = await attempt(ask, headers).catch((err: unknown) => {
        ask.signal?.throwIfAborted();
        return new LonghaulError(`no answer from ${base}: ${reasonOf(err)}`, {
          status: 0,
          code: "no_answer",
          cause: err,
        });
      });
      if (!(outcome instanceof LonghaulError) && (outcome.ok || (ask.alsoGood ?? []).includes(outcome.status)))
        return outcome;
      const err = outcome instanceof LonghaulError ? outcome : await errorOf(outcome);
      const answered = outcome instanceof LonghaulError ? null : outcome.headers;
      const waitMs = pauseMs(retry, answered);
      if (retry >= maxRetries || !mayBeSentAgain(err, answered) || waitMs > LONGEST_ASKED_MS) throw err;
      await pause(waitMs, ask.signal);
    }
  }

  return { send, json: async <T>(ask: Ask): Promise<T> => (await (await send(ask)).json()) as T };
}

/** Not `randomUUID`, which browsers have over HTTPS only. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function bodyOf(
  { json, form, onSent }: Ask,
  countSent: (bytes: number) => void,
): {
  readonly body?: string | FormData | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly duplex?: "half";
} {
  if (json !== undefined) return { body: JSON.stringify(json), headers: { "content-type": "application/json" } };
  if (form === undefined) return {};
  if (onSent === undefined) return { body: form() };
  const { body, headers } = new Response(form());
  if (body === null) return {};
  let sent = 0;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        countSent((sent += chunk.length));
        controller.enqueue(chunk);
      },
    }),
  );
  return { body: counted, headers: { "content-type": headers.get("content-type") ?? "" }, duplex: "half" };
}

function urlOf(base: string, { path, query = {} }: Ask): URL {
  const url = new URL(base + path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, Array.isArray(value) ? value.join(",") : String(value));
  return url;
}

/** A repeat is safe: nothing was done, or the Idempotency-Key prevents a second effect. A quota without `Retry-After` isn't retried. */
function mayBeSentAgain({ code, status }: LonghaulError, headers: Headers | null): boolean {
  if (code === "quota_exceeded") return headers?.has("retry-after") === true;
  return code === "no_answer" || code === "idempotency_in_flight" || [429, 502, 503, 504].includes(status);
}

/** What `Retry-After` says, in seconds or as a date, or twice as long each time, spread so that clients don't come back together. */
function pauseMs(retry: number, headers: Headers | null): number {
  const header = headers?.get("retry-after") ?? "";
  const requestedMs = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now();
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retry);
  return Number.isFinite(requestedMs) ? Math.max(0, requestedMs) : longest * (0.5 + Math.random() / 2);
}

function reasonOf(err: unknown): string {
  const { message, cause } = err as { readonly message?: string; readonly cause?: { readonly message?: string } };
  return cause?.message ?? message ?? String(err);
}
