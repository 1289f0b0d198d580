import type { Batch, OperationStatus } from "@longhaul/sdk";
import type { Output, Style } from "./output.ts";
import { bar } from "./table.ts";

const SIGNS: ReadonlyMap<string, readonly [Style, string]> = new Map([
  ["Completed", ["green", "✔"]],
  ["Failed", ["red", "✘"]],
  ["Timeout", ["red", "✘"]],
  ["Cancelled", ["yellow", "■"]],
  ["Skipped", ["dim", "–"]],
  ["Running", ["cyan", "▸"]],
]);

interface Line {
  readonly name: string;
  readonly status: string;
  readonly percentage: number | undefined;
  readonly detail: string | undefined;
}

/** Shows an operation's phases: bars that move for a person, a line for each change otherwise. Ends with the operation. */
export async function followOperation(statuses: AsyncIterable<OperationStatus>, out: Output): Promise<OperationStatus> {
  return follow(statuses, out, (status) => [
    { name: "", status: status.status, percentage: status.progress.percentage, detail: waitOf(status) },
    ...status.phases.map((phase) => ({
      name: phase.phaseName,
      status: phase.status,
      percentage: phase.status === "Completed" ? 100 : phase.progress,
      detail: phase.status === "Running" ? phase.currentActivity : phase.duration,
    })),
  ]);
}

/** The same for the operations of a batch. */
export async function followBatch(statuses: AsyncIterable<Batch>, out: Output): Promise<Batch> {
  return follow(statuses, out, (batch) => [
    { name: "", status: batch.status, percentage: batch.progress?.percentage, detail: batch.duration },
    ...batch.operations.map(({ operationKey, status, progress, duration, reason }) => ({
      name: operationKey,
      status,
      percentage: status === "Completed" ? 100 : progress,
      detail: reason ?? duration,
    })),
  ]);
}

async function follow<Status>(
  statuses: AsyncIterable<Status>,
  out: Output,
  linesOf: (status: Status) => readonly Line[],
): Promise<Status> {
  const shown = new Map<number, string>();
  let last: Status | undefined;
  for await (const status of statuses) {
    last = status;
    const lines = linesOf(status);
    if (out.isLive) out.draw(drawn(lines, out));
    else for (const [at, line] of lines.entries()) showChange(shown, at, line, out);
  }
  if (last === undefined) throw new Error("the server sent no status");
  return last;
}

/** By tenths, for a log should not have a hundred lines for each phase. */
function showChange(shown: Map<number, string>, at: number, line: Line, out: Output): void {
  if (out.isJson || line.status === "Pending") return;
  const text = `${line.status} ${Math.floor((line.percentage ?? 0) / 10)}`;
  if (shown.get(at) === text) return;
  shown.set(at, text);
  const figures = line.percentage === undefined ? "" : ` ${line.percentage} %`;
  const detail = line.detail === undefined ? "" : `  ${line.detail}`;
  out.note(`${line.status}${figures}${line.name === "" ? "" : `  ${line.name}`}${detail}`);
}

const MAX_LINES = 30;

function drawn(lines: readonly Line[], out: Output): string[] {
  const shown =
    lines.length > MAX_LINES ? lines.filter(({ name, status }) => name === "" || status === "Running") : lines;
  const cut = shown.slice(0, MAX_LINES);
  const width = Math.min(40, Math.max(...cut.map(({ name }) => name.length)));
  return cut.map(({ name, status, percentage, detail = "" }) => {
    const [style, sign] = SIGNS.get(status) ?? ["dim", "·"];
    const figures =
      percentage === undefined ? "".padEnd(26) : `${bar(percentage, 20)} ${String(percentage).padStart(3)} %`;
    const rest = `${(name === "" ? status : name).slice(0, Math.max(width, 9)).padEnd(Math.max(width, 9))}  ${figures}  ${detail}`;
    return `${out.paint(style, sign)} ${rest.slice(0, out.columns - 3).trimEnd()}`;
  });
}

const waitOf = ({ waitingFor, progress }: OperationStatus): string | undefined =>
  waitingFor?.detail ?? progress.estimatedRemaining ?? progress.elapsedTime;
