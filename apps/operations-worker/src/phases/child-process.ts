import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { FromChild, Task, TaskError, TaskProgress, TaskResult, TaskUsage, ToChild } from "./protocol.ts";

const ENTRY = fileURLToPath(new URL("./child-main.ts", import.meta.url));

/** How a task ended, and what it used. */
export type TaskOutcome =
  | { readonly outcome: "done"; readonly result: TaskResult; readonly usage: TaskUsage | null }
  | { readonly outcome: "failed"; readonly error: TaskError; readonly usage: TaskUsage | null }
  /** The process died under the task, by itself or by `kill`. */
  | { readonly outcome: "died"; readonly exit: string; readonly usage: TaskUsage | null };

export interface TaskHooks {
  readonly onProgress: (progress: TaskProgress) => void;
  readonly onUsage: (usage: TaskUsage) => void;
}

export interface PhaseProcessSettings {
  readonly storageUrl: string;
  readonly scratchDir: string;
  readonly operationModules: readonly string[];
}

/** A process that runs one task at a time. */
export class PhaseProcess {
  readonly heapMb: number;
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #finish: ((outcome: TaskOutcome) => void) | null = null;
  #hooks: TaskHooks | null = null;
  #usage: TaskUsage | null = null;
  #exit: string | null = null;

  constructor(heapMb: number, { storageUrl, scratchDir, operationModules }: PhaseProcessSettings) {
    this.heapMb = heapMb;
    this.#child = fork(ENTRY, {
      // Not as arguments, which everybody on the machine can read.
      env: { ...process.env, PHASE_PROCESS: JSON.stringify({ storageUrl, scratchDir, operationModules }) },
      execArgv: [`--max-old-space-size=${heapMb}`],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#ready = new Promise((resolve) => {
      const onReady = (message: FromChild): void => {
        if (message.type !== "ready") return;
        this.#child.off("message", onReady);
        resolve();
      };
      this.#child.on("message", onReady);
      this.#child.once("exit", () => resolve());
    });
    this.#child.on("message", (message: FromChild) => this.#onMessage(message));
    this.#child.on("error", () => undefined);
    this.#child.once("exit", (code, signal) => {
      this.#exit = signal === null ? `exit code ${code}` : `signal ${signal}`;
      this.#settle({ outcome: "died", exit: this.#exit, usage: this.#usage });
    });
  }

  get alive(): boolean {
    return this.#exit === null;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs a task; never rejects. The process must be idle. */
  async run(task: Task, hooks: TaskHooks): Promise<TaskOutcome> {
    await this.#ready;
    if (this.#exit !== null) return { outcome: "died", exit: this.#exit, usage: null };
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#hooks = hooks;
      this.#usage = null;
      this.#send({ type: "run", task });
    });
  }

  /** Asks the running task to stop. */
  abort(): void {
    this.#send({ type: "abort" });
  }

  /** Ends the process now, whatever it does. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #onMessage(message: FromChild): void {
    if (message.type === "progress") this.#hooks?.onProgress(message.progress);
    else if (message.type === "usage") {
      this.#usage = message.usage;
      this.#hooks?.onUsage(message.usage);
    } else if (message.type === "done") this.#settle({ outcome: "done", result: message.result, usage: message.usage });
    else if (message.type === "failed") this.#settle({ outcome: "failed", error: message.error, usage: message.usage });
  }

  #settle(outcome: TaskOutcome): void {
    const finish = this.#finish;
    this.#finish = null;
    this.#hooks = null;
    finish?.(outcome);
  }
}
