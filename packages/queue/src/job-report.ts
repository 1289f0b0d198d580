import { shownText, shownValue } from "./shown-text.ts";
import { maxLinesAtOnce, reportIntervalMs, reportQuietMs, reportTimeoutMs } from "./queue-settings.ts";
import { withDeadline } from "./with-deadline.ts";

/** What dashboards show of a job's progress; they look for a number called `progress`. */
export type JobProgress = { readonly progress: number } & Readonly<Record<string, unknown>>;

/** Tells dashboards how a running job is doing. Returns at once and never throws: nothing depends on it. */
export type JobReport = {
  /** How far the job is, in percent, with what else helps; the latest counts. */
  readonly progress: (progress: JobProgress) => void;
  /** One line of the job's log; the time is put before it. */
  readonly log: (line: string) => void;
};

/** What a report is written with. */
export type JobReportSink = {
  readonly progress: (jobId: string, progress: unknown) => Promise<unknown>;
  readonly log: (jobId: string, line: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
};

/**
 * Collects what a job reports and writes it at most once a second. A job that completes within the first second writes
 * nothing, so that reports cost short jobs nothing; one that fails writes its log however short it was.
 */
export class CollectedJobReport implements JobReport {
  readonly #jobId: string;
  readonly #sink: JobReportSink;
  readonly #startedAt = performance.now();
  #lastWriteAt = -Infinity;
  #progress: JobProgress | undefined;
  #lines: { readonly at: number; readonly line: string }[] = [];
  #leftOut = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #isOver = false;

  constructor(jobId: string, sink: JobReportSink) {
    this.#jobId = jobId;
    this.#sink = sink;
  }

  progress(progress: JobProgress): void {
    this.#progress = progress;
    this.#schedule();
  }

  log(line: string): void {
    if (this.#lines.length < maxLinesAtOnce) this.#lines.push({ at: Date.now(), line });
    else this.#leftOut++;
    this.#schedule();
  }

  /** Writes what is left, but for a short job that completed; waits for that no longer than a second. */
  async end({ failed }: { readonly failed: boolean }): Promise<void> {
    this.drop();
    const isShort = this.#lastWriteAt === -Infinity && performance.now() - this.#startedAt < reportQuietMs;
    if (isShort && !failed) return;
    await withDeadline(this.#finish(), reportTimeoutMs).catch(() => undefined);
  }

  /** Writes nothing more of its own accord. */
  drop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#isOver || this.#timer !== undefined || this.#writing !== undefined) return;
    const dueAt = Math.max(this.#startedAt + reportQuietMs, this.#lastWriteAt + reportIntervalMs);
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#write();
      },
      Math.max(0, dueAt - performance.now()),
    );
    this.#timer.unref();
  }

  async #finish(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  async #write(): Promise<void> {
    const progress = this.#progress;
    const told = this.#lines.map(({ at, line }) => `${new Date(at).toISOString()} ${line}`);
    const lines = this.#leftOut === 0 ? told : [...told, `… and ${this.#leftOut} more lines`];
    this.#progress = undefined;
    this.#lines = [];
    this.#leftOut = 0;
    this.#writing = this.#send(progress, lines)
      .catch(this.#sink.onError)
      .finally(() => {
        this.#writing = undefined;
        this.#lastWriteAt = performance.now();
        if (this.#progress !== undefined || this.#lines.length > 0) this.#schedule();
      });
    await this.#writing;
  }

  /** One after the other: Postgres numbers the lines. */
  async #send(progress: JobProgress | undefined, lines: readonly string[]): Promise<void> {
    if (progress !== undefined) await this.#sink.progress(this.#jobId, shownValue(progress));
    for (const line of lines) await this.#sink.log(this.#jobId, shownText(line));
  }
}
