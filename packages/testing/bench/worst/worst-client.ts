import type { MeasuredApi } from "../start-measured-api.ts";

/** At least 2: some rows need what an earlier one made. */
export const ROUNDS = Number(process.env["ROUNDS"] ?? 5);

export interface WorstRequest {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly status: number;
  readonly bytes: number;
  readonly text: string;
}

/** So many characters of an answer are kept as text. */
const MAX_TEXT = 2_000_000;

export interface WorstClient {
  readonly api: MeasuredApi;
  /** The path of the project: what the paths of its resources begin with. */
  readonly base: string;
  /** Sends a request until the API isn't too busy for it. @returns the answer */
  readonly make: <T>(request: WorstRequest) => Promise<T>;
  /**
   * Sends a request again and again, and prints what it costs.
   * @param endpoint as the contract names it
   * @param maxBytes reads no more of an answer that doesn't end
   */
  readonly measure: (
    endpoint: string,
    what: string,
    request: WorstRequest | ((round: number) => WorstRequest),
    maxBytes?: number,
  ) => Promise<void>;
  /** Prints the figures since the last time. */
  readonly print: (endpoint: string, what: string, outcome: string) => Promise<void>;
}

/** @param only the names of the endpoints to measure; all, where it is empty */
export function createWorstClient(api: MeasuredApi, only: ReadonlySet<string>): WorstClient {
  async function send({ method, path, json, form, headers = {} }: WorstRequest, maxBytes = Infinity): Promise<Outcome> {
    const response = await fetch(path.startsWith("http") ? path : api.url + path, {
      method: method ?? (json === undefined && form === undefined ? "GET" : "POST"),
      headers: {
        authorization: api.authorization,
        ...headers,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(form === undefined ? {} : { body: form }),
    });
    let [text, bytes] = ["", 0];
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength;
      if (text.length < MAX_TEXT) text += decoder.decode(chunk, { stream: true });
      if (bytes > maxBytes) break;
    }
    return { status: response.status, bytes, text };
  }

  async function print(endpoint: string, what: string, outcome: string): Promise<void> {
    const { p99, max, cpuP99, cpuMax, cpuMs, rssMb, heapMb, idle } = await api.figures();
    const text = (ms: number): string => ms.toFixed(0).padStart(4);
    process.stdout.write(
      `${endpoint.padEnd(24)} ${what.padEnd(40)} ${outcome.padEnd(28)} CPU${text(cpuMs / ROUNDS)} ms a request, ` +
        `of a turn p99${text(cpuP99)} max${text(cpuMax)} ms  delay p99${text(p99)} max${text(max)} ms, ` +
        `idle process${text(idle.p99)}${text(idle.max)} ms  RSS ${rssMb.toFixed(0)} heap ${heapMb.toFixed(0)} MB\n`,
    );
  }

  return {
    api,
    base: `/api/${api.tenantId}/${api.projectId}`,
    print,
    async make<T>(request: WorstRequest): Promise<T> {
      for (;;) {
        const { status, text } = await send(request);
        if (status < 300) return JSON.parse(text) as T;
        if (status !== 503) throw new Error(`${request.path}: ${status} ${text.slice(0, 500)}`);
        await new Promise((resolve) => setTimeout(resolve, 2000));
      }
    },
    async measure(endpoint, what, request, maxBytes = Infinity) {
      if (only.size > 0 && !only.has(endpoint)) return;
      await api.figures();
      let [status, bytes, slowest] = [0, 0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const begun = performance.now();
        ({ status, bytes } = await send(typeof request === "function" ? request(round) : request, maxBytes));
        slowest = Math.max(slowest, performance.now() - begun);
      }
      const size = `${(bytes / 1000).toFixed(0).padStart(6)} kB`;
      await print(endpoint, what, `${status} ${size} ${slowest.toFixed(0).padStart(6)} ms`);
    },
  };
}
