import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FromChild, LogReport, Task, TaskEnd, TaskProgress, TaskUsage, ToChild } from "./protocol.ts";
import { ANY_HOST } from "./walls/network-guard.ts";
import type { PhaseUser } from "./walls/phase-user.ts";
import { processFolder, removeProcessFolder } from "./process-folder.ts";
import { watchExit } from "./watch-exit.ts";
import { launchInside, type KernelWalls } from "./walls/kernel-walls.ts";
import { dataBytes, limitProcess, type ProcessLimits } from "./walls/limit-process.ts";
import type { OpenCgroup } from "./walls/phase-cgroups.ts";

/** The program of phase processes. */
export const PHASE_ENTRY = fileURLToPath(new URL("./child-main.ts", import.meta.url));

/** Node's permissions: phases start no programs, which would escape the limits of this process. */
const CLOSED = ["--permission", "--allow-fs-read=*", "--allow-fs-write=*", "--allow-addons", "--allow-worker"];
/** It warns of two of these each time. */
const CLOSED_QUIETLY = [...CLOSED, "--disable-warning=PERM0001", "--disable-warning=PERM0006"];

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
  /** What a process runs: `PHASE_ENTRY`, or the same code joined into few files. */
  readonly entry: string;
  readonly storageUrl: string;
  readonly scratchDir: string;
  readonly operationModules: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly phaseUser?: PhaseUser | undefined;
  /** What the kernel does. */
  readonly walls: KernelWalls;
  /** Groups of the kernel's for processes, where the worker may make some. */
  readonly openCgroup?: OpenCgroup | undefined;
  /** Hosts that processes may reach: those of storage, and others that the operator names; `*` stands for all. */
  readonly hosts: readonly string[];
  /** Called with a task that has changed a built-in object, and that object's name. */
  readonly onPolluted: (changed: string, task: Task) => void;
  /** Called for a task that uses more processors than it was given; from then on it has the lowest priority. */
  readonly onOveruse: (task: Task) => void;
  /** Called when the kernel didn't accept a limit; the others hold. */
  readonly onLimitFault: (err: unknown) => void;
}

/** What a process that waits for its first task loads in advance: the code of all tasks, or of an import and what follows it. */
export type Preload = "all" | "import" | "nothing";

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
  readonly #settings: PhaseProcessSettings;
  readonly #limits: ProcessLimits;
  readonly #ready: Promise<void>;
  readonly #death: Promise<TaskDeath>;
  /** It has died, and what it wrote is removed. */
  readonly #isGone: Promise<void>;
  #running: Running | null = null;
  #taskCount = 0;
  #isReusable = true;
  #isExhausted = false;

  constructor(heapMb: number, settings: PhaseProcessSettings, preload: Preload) {
    const { storageUrl, scratchDir, operationModules, env, hosts } = settings;
    this.heapMb = heapMb;
    this.#settings = settings;
    const isOpen = hosts.includes(ANY_HOST);
    const folder = processFolder(scratchDir);
    const launch = launchInside(settings.walls, {
      // The script of an interactive map is TypeScript, whose types Node strips by a function that it calls experimental.
      // Without the accessor `__proto__`, a customer's text that is this word is a key like any other.
      nodeArguments: [
        `--max-old-space-size=${heapMb}`,
        "--disable-proto=delete",
        "--disable-warning=ExperimentalWarning",
        ...(isOpen ? [] : CLOSED_QUIETLY),
      ],
      dataBytes: dataBytes(heapMb),
      hasNetwork: hosts.length > 0,
    });
    const child = fork(settings.entry, {
      ...launch,
      ...settings.phaseUser,
      // Not as arguments, which everybody on the machine can read.
      env: {
        // Halves the time that a process takes to be ready.
        NODE_COMPILE_CACHE: join(scratchDir, "compile-cache"),
        ...env,
        TMPDIR: folder,
        PHASE_PROCESS: JSON.stringify({ storageUrl, scratchDir: folder, operationModules, preload, hosts }),
      },
      serialization: "advanced",
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    this.#child = child;
    this.#limits = limitProcess(child.pid, heapMb, settings);
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
      const isExhausted = isHeapExhausted || this.#isExhausted || this.#limits.ranOutOfMemory();
      this.#limits.remove();
      const death: TaskDeath = { outcome: "died", exit, isExhausted };
      this.#running?.settle(death);
      return death;
    });
    this.#isGone = this.#death.then(async () => removeProcessFolder(folder));
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
    const endLimits = this.#limits.keepTo(task.resources, {
      onExhausted: () => {
        this.#isExhausted = true;
        this.#child.kill("SIGKILL");
      },
      onOveruse: () => {
        this.#isReusable = false;
        this.#settings.onOveruse(task);
      },
    });
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
    void ended.promise.then(endLimits);
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

  /** Ends the process and resolves when it and its files are gone. Only its owner may call it. */
  async end(): Promise<void> {
    this.#child.kill("SIGKILL");
    if (this.pid !== undefined) await this.#isGone;
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
      return;
    }
    if (message.changed !== null) {
      this.#isReusable = false;
      this.#settings.onPolluted(message.changed, running.task);
    }
    running.settle(isOutOfMemory(message.end) ? exhausted(message.end.error.message) : message.end);
  }
}

type TaskFailure = Extract<TaskEnd, { readonly outcome: "failed" }>;

const isOutOfMemory = (end: TaskEnd): end is TaskFailure =>
  end.outcome === "failed" && end.error.isMemoryFault === true;

/** It lives, but no longer for this task; it is replaced. */
const exhausted = (exit: string): TaskDeath => ({ outcome: "died", exit, isExhausted: true });
