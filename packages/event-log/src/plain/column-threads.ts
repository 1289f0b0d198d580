import { Worker } from "node:worker_threads";
import type { ColumnAnswers, ColumnTask, ThreadMessage } from "./column-task.ts";
import { NotPlain } from "./not-plain.ts";

/** More than one reading thread and the one that merges hardly help. */
const MOST_THREADS = 8;

/**
 * Threads that work for an import beside the one that runs it, from `start` to `close`: they scan ranges of a file, and put
 * columns in order and encode them. Each does its tasks one by one.
 */
export class ColumnThreads {
  readonly #count: number;
  readonly #signal: AbortSignal;
  #threads: ColumnThread[] = [];

  /** @param threads - of the import, the calling one among them */
  constructor(threads: number, signal: AbortSignal) {
    this.#count = Math.min(threads, MOST_THREADS) - 1;
    this.#signal = signal;
  }

  /** Threads that are there. */
  get count(): number {
    return this.#threads.length;
  }

  /** Starts the threads, which takes them a moment. */
  start(): void {
    if (this.#threads.length > 0) return;
    this.#threads = Array.from({ length: this.#count }, () => new ColumnThread(this.#signal));
  }

  /** @throws NotPlain where a range isn't plain, and the signal's reason when aborted */
  async run<Kind extends ColumnTask["kind"]>(
    thread: number,
    task: Extract<ColumnTask, { kind: Kind }>,
    onBytes: (bytes: number) => void = () => undefined,
  ): Promise<ColumnAnswers[Kind]> {
    const found = this.#threads[thread];
    if (found === undefined) throw new Error("a thread that isn't there");
    // A task is answered by what its kind is.
    return (await found.run(task, onBytes)) as ColumnAnswers[Kind];
  }

  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map(async (thread) => thread.close()));
  }
}

interface Waiting {
  readonly resolve: (answer: ColumnAnswers[keyof ColumnAnswers]) => void;
  readonly reject: (reason: unknown) => void;
  readonly onBytes: (bytes: number) => void;
}

class ColumnThread {
  readonly #worker = new Worker(new URL("./column-worker.ts", import.meta.url));
  readonly #waiting: Waiting[] = [];
  readonly #signal: AbortSignal;
  #failure: { readonly reason: unknown } | null = null;
  readonly #abort = (): void => this.#fail(this.#signal.reason);

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", this.#abort, { once: true });
    this.#worker.on("error", (err) => this.#fail(err));
    this.#worker.on("exit", () => this.#fail(new Error("a thread of the import ended early")));
    this.#worker.on("message", (message: ThreadMessage) => {
      const [first] = this.#waiting;
      if (message.kind === "progress") return first?.onBytes(message.bytes);
      this.#waiting.shift();
      if (message.kind === "done") first?.resolve(message.answer);
      else first?.reject(new NotPlain(message.message));
    });
  }

  async run(task: ColumnTask, onBytes: (bytes: number) => void): Promise<ColumnAnswers[keyof ColumnAnswers]> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure.reason);
        return;
      }
      this.#waiting.push({ resolve, reject, onBytes });
      this.#worker.postMessage(task, []);
    });
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener("abort", this.#abort);
    await this.#worker.terminate();
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }
}
