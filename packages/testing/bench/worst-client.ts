import type { MeasuredApi } from "./start-measured-api.ts";

/** At least 2: some rows need what an earlier one made. */
export const ROUNDS = Number(process.env["ROUNDS"] ?? 5);

export interface Ask {
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

/** What is kept of an answer as text. */
const MAX_TEXT = 2_000_000;

export interface WorstClient {
  /** What a request makes, repeated while the machine is too busy for it. */
  readonly make: <T>(request: Ask) => Promise<T>;
  /**
   * Prints what a request to an endpoint, named as in the contract, costs when it is repeated.
   * @param maxBytes so much is read of an answer that doesn't end
   */
  readonly measure: (
    endpoint: string,
    what: string,
    request: Ask | ((round: number) => Ask),
    maxBytes?: number,
  ) => Promise<void>;
  /** Prints the figures since the last time. */
  readonly print: (endpoint: string, what: string, outcome: string) => Promise<void>;
}

/** @param only measures the endpoints alone whose names are listed, unless none is */
export function createWorstClient(api: MeasuredApi, only: ReadonlySet<string>): WorstClient {
  async function ask({ method, path, json, form, headers = {} }: Ask, maxBytes = Infinity): Promise<Outcome> {
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
    print,
    async make<T>(request: Ask): Promise<T> {
      for (;;) {
        const { status, text } = await ask(request);
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
        ({ status, bytes } = await ask(typeof request === "function" ? request(round) : request, maxBytes));
        slowest = Math.max(slowest, performance.now() - begun);
      }
      const size = `${(bytes / 1000).toFixed(0).padStart(6)} kB`;
      await print(endpoint, what, `${status} ${size} ${slowest.toFixed(0).padStart(6)} ms`);
    },
  };
}
