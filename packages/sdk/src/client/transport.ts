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
  /** How often a request is sent again that had no answer, or 429 or 503; default 5. */
  readonly maxRetries?: number;
  /** How long one attempt may take in milliseconds; default 60,000, of what streams only its beginning. */
  readonly timeoutMs?: number;
  /** Another `fetch`, for tests and proxies. */
  readonly fetch?: typeof globalThis.fetch;
}

/** One request below the project's path. */
export interface Ask {
  readonly method?: string;
  /** Behind `/api/{tenantId}/{projectId}`, or a whole URL. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly json?: unknown;
  readonly form?: () => FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** The same for the same wish; a POST gets one by itself, which makes it safe to send again. */
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

/** @internal */
export function createTransport(options: ClientOptions): Transport {
  const { maxRetries = 5, timeoutMs = 60_000, fetch = globalThis.fetch } = options;
  const base = `${options.url.endsWith("/") ? options.url.slice(0, -1) : options.url}/api/${options.tenantId}/${options.projectId}`;

  async function attempt(ask: Ask, headers: Readonly<Record<string, string>>): Promise<Response> {
    const token = typeof options.token === "function" ? await options.token() : options.token;
    // Only until the answer begins: a stream goes on.
    const tooLong = new AbortController();
    const timer = setTimeout(() => tooLong.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const signal = AbortSignal.any([tooLong.signal, ...(ask.signal === undefined ? [] : [ask.signal])]);
    try {
      return await fetch(urlOf(base, ask), {
        method: ask.method ?? (ask.json === undefined && ask.form === undefined ? "GET" : "POST"),
        headers: { accept: "application/json", ...headers, authorization: `Bearer ${token}` },
        ...(ask.json === undefined ? {} : { body: JSON.stringify(ask.json) }),
        ...(ask.form === undefined ? {} : { body: ask.form() }),
        signal,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async function send(ask: Ask): Promise<Response> {
    const isPost = ask.json !== undefined || ask.form !== undefined || ask.method === "POST";
    const headers = {
      ...(ask.json === undefined ? {} : { "content-type": "application/json" }),
      ...(isPost ? { "idempotency-key": ask.idempotencyKey ?? crypto.randomUUID() } : {}),
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
      if (retry >= maxRetries || !mayBeSentAgain(err)) throw err;
      await pause(pauseMs(retry, outcome instanceof LonghaulError ? null : outcome.headers), ask.signal);
    }
  }

  return { send, json: async <T>(ask: Ask): Promise<T> => (await (await send(ask)).json()) as T };
}

function urlOf(base: string, { path, query = {} }: Ask): URL {
  const url = new URL(path.startsWith("http") ? path : base + path);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, Array.isArray(value) ? value.join(",") : String(value));
  return url;
}

/** Nothing was done, or the Idempotency-Key sees to it that it is done once. */
function mayBeSentAgain({ code, status }: LonghaulError): boolean {
  return code === "no_answer" || code === "idempotency_in_flight" || status === 429 || status === 503 || status === 502;
}

/** What `Retry-After` says, or twice as long each time, spread so that clients don't come back together. */
function pauseMs(retry: number, headers: Headers | null): number {
  const asked = Number(headers?.get("retry-after") ?? Number.NaN);
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** retry);
  return Number.isFinite(asked) ? 1000 * asked : longest * (0.5 + Math.random() / 2);
}

function reasonOf(err: unknown): string {
  const { message, cause } = err as { readonly message?: string; readonly cause?: { readonly message?: string } };
  return cause?.message ?? message ?? String(err);
}
