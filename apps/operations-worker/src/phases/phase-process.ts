import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FromChild, LogReport, Task, TaskEnd, TaskProgress, TaskUsage, ToChild } from "./protocol.ts";
import type { PhaseUser } from "./phase-user.ts";
import { watchExit } from "./watch-exit.ts";

/** What a phase process runs. */
export const PHASE_ENTRY = fileURLToPath(new URL("./child-main.ts", import.meta.url));

/** Code, libraries and buffers of a process beside what its allocation is for. */
const OVERHEAD_BYTES = 1024 * 2 ** 20;

/** The process died under the task, by itself or by `kill`. */
export interface TaskDeath {
  readonly outcome: "died";
  readonly exit: string;
  /** Whether it needed more memory than it may have, and so would again. */
  readonly isExhausted: boolean;
}

/** How a task ended, and what it used. */
export type TaskOutcome = (TaskEnd | TaskDeath) & { readonly usage: TaskUsage | null };

export interface TaskHooks {
  readonly onProgress: (progress: TaskProgress) => void;
  readonly onUsage: (usage: TaskUsage) => void;
  readonly onLog: (report: LogReport) => void;
}

/** One task in a process. `abort` and `kill` mean this task: they do nothing once it is over. */
export interface TaskRun {
  /** Never rejects. */
  readonly outcome: Promise<TaskOutcome>;
  /** Asks the task to stop. */
  abort(): void;
  /** Ends the task now, and its process with it, whatever it does. */
  kill(): void;
}

export interface PhaseProcessSettings {
  readonly storageUrl: string;
  readonly scratchDir: string;
  readonly operationModules: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly phaseUser?: PhaseUser | undefined;
  /** Told of a task that has changed an object of the language, which is named. */
  readonly onPolluted: (changed: string, task: Task) => void;
}

interface Running {
  readonly taskNumber: number;
  readonly task: Task;
  readonly hooks: TaskHooks;
  readonly settle: (outcome: TaskEnd | TaskDeath) => void;
  usage: TaskUsage | null;
}

/** A process that runs one task at a time. */
export class PhaseProcess {
  readonly heapMb: number;
  readonly #child: ChildProcess;
  readonly #onPolluted: PhaseProcessSettings["onPolluted"];
  readonly #ready: Promise<void>;
  readonly #death: Promise<TaskDeath>;
  #running: Running | null = null;
  #taskCount = 0;
  #isReusable = true;
  #isExhausted = false;

  /** @param preload whether to load in advance what tasks need: for a process that waits for its first */
  constructor(heapMb: number, settings: PhaseProcessSettings, preload: boolean) {
    const { storageUrl, scratchDir, operationModules, env } = settings;
    this.heapMb = heapMb;
    this.#onPolluted = settings.onPolluted;
    const child = fork(PHASE_ENTRY, {
      ...settings.phaseUser,
      // Not as arguments, which everybody on the machine can read.
      env: {
        // Halves the time that a process takes to be ready.
        NODE_COMPILE_CACHE: join(scratchDir, "compile-cache"),
        ...env,
        PHASE_PROCESS: JSON.stringify({ storageUrl, scratchDir, operationModules, preload }),
      },
      // The script of an interactive map is TypeScript, whose types Node strips by a function that it calls experimental.
      // Without the accessor `__proto__`, a customer's text that is this word is a key like any other.
      execArgv: [`--max-old-space-size=${heapMb}`, "--disable-proto=delete", "--disable-warning=ExperimentalWarning"],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    this.#child = child;
    this.#ready = new Promise((resolve) => {
      child.on("message", (message: FromChild) => {
        if (message.type === "ready") resolve();
        else this.#onMessage(message);
      });
      child.once("exit", () => resolve());
    });
    child.once("exit", () => (this.#isReusable = false));
    child.on("error", () => undefined);
    this.#death = watchExit(child).then(({ exit, isHeapExhausted }) => {
      const death: TaskDeath = { outcome: "died", exit, isExhausted: isHeapExhausted || this.#isExhausted };
      this.#running?.settle(death);
      return death;
    });
  }

  /** False once it has died, or a task in it has failed, was stopped, or changed what all code shares. */
  get isReusable(): boolean {
    return this.#isReusable;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Starts a task; the process must be idle. */
  run(task: Task, hooks: TaskHooks): TaskRun {
    if (this.#running !== null) throw new Error("the phase process is busy");
    const taskNumber = ++this.#taskCount;
    const ended = Promise.withResolvers<TaskOutcome>();
    const running: Running = {
      taskNumber,
      task,
      hooks,
      usage: null,
      settle: (end) => {
        if (end.outcome !== "done") this.#isReusable = false;
        this.#running = null;
        ended.resolve({ ...end, usage: running.usage });
      },
    };
    this.#running = running;
    this.#send({ type: "run", taskNumber, task });
    void this.#death.then((death) => ended.resolve({ ...death, usage: running.usage }));
    const whileRunning = (act: () => void) => (): void => {
      if (this.#running !== running) return;
      this.#isReusable = false;
      act();
    };
    return {
      outcome: ended.promise,
      abort: whileRunning(() => this.#send({ type: "abort", taskNumber })),
      kill: whileRunning(() => this.#child.kill("SIGKILL")),
    };
  }

  /** Ends the process; only whoever it belongs to may. */
  end(): void {
    this.#child.kill("SIGKILL");
  }

  /** Once it can hear. */
  #send(message: ToChild): void {
    void this.#ready.then(() => {
      if (this.#child.connected) this.#child.send(message, () => undefined);
    });
  }

  #onMessage(message: Exclude<FromChild, { type: "ready" }>): void {
    const running = this.#running;
    if (message.taskNumber !== running?.taskNumber) return;
    if (message.type === "log") return running.hooks.onLog(message.report);
    if (message.type === "progress") return running.hooks.onProgress(message.progress);
    running.usage = message.usage;
    if (message.type === "usage") {
      running.hooks.onUsage(message.usage);
      this.#boundMemory(running.task, message.usage);
      return;
    }
    if (message.changed !== null) {
      this.#isReusable = false;
      this.#onPolluted(message.changed, running.task);
    }
    running.settle(message.end);
  }

  /** V8 and DuckDB keep to their shares; this bounds what is beside them, such as buffers. */
  #boundMemory({ resources }: Task, { memoryBytes }: TaskUsage): void {
    const allowed = Math.max(resources.memoryGb * 2 ** 30, this.heapMb * 2 ** 20) + OVERHEAD_BYTES;
    if (memoryBytes <= allowed) return;
    this.#isExhausted = true;
    this.#child.kill("SIGKILL");
  }
}
