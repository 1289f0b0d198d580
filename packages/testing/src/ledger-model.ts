/** An operation as the ledger must have it, in the words of the ledger. */
export interface ModelOperation {
  readonly status: "Initiated" | "Running" | "Completed" | "Failed" | "Cancelled";
  readonly epoch: number;
  readonly lease: "none" | "live" | "lapsed";
  readonly executionId: string | null;
  readonly progress: number;
  readonly crashes: number;
  readonly phases: readonly string[];
  /** In order of their phases. */
  readonly checkpoints: readonly { readonly phaseIdx: number; readonly epoch: number; readonly by: string }[];
  /** Their types in order, but for `operation.progress`, which depends on the clock. */
  readonly events: readonly string[];
  /** Of claims that were not the end, in order. */
  readonly executions: readonly { readonly epoch: number; readonly outcome: string }[];
  /** Messages, in order. */
  readonly log: readonly string[];
  /** The epoch and number up to which its log is known. */
  readonly logged: readonly [number, number];
}

/** What somebody asks of the ledger about one operation. */
export type Ask =
  | { readonly kind: "claim"; readonly executionId: string }
  | ({ readonly kind: "move" } & ModelMove)
  | { readonly kind: "progress"; readonly epoch: number; readonly percentage: number }
  | { readonly kind: "fail" | "release"; readonly epoch: number }
  | { readonly kind: "cancel" | "reclaim" }
  | { readonly kind: "give up"; readonly executionId: string }
  | { readonly kind: "log"; readonly epoch: number; readonly upTo: number; readonly messages: readonly string[] };

/** What the owner of a claim writes at once. */
export interface ModelMove {
  readonly epoch: number;
  /** The first phase that is committed begins with the same move. */
  readonly begins: boolean;
  /** The first phase that is committed, and how many are. */
  readonly first: number;
  readonly commits: number;
  /** What the commits are known by. */
  readonly by: string;
  readonly percentage: number;
  readonly start: number | null;
  readonly completes: boolean;
  /** Postgres can't keep what is in it. */
  readonly isRefused: boolean;
}

/** The ledger's answer: the epoch of a claim or null, whether it did as it was asked, or an error that says nothing was done. */
export type Answer = number | boolean | null | "error";

interface Answered {
  readonly answer: Answer;
  /** The operation from then on. */
  readonly next: ModelOperation;
}

export const newModelOperation = (phases: number): ModelOperation => ({
  status: "Initiated",
  epoch: 0,
  lease: "none",
  executionId: null,
  progress: 0,
  crashes: 0,
  phases: Array.from({ length: phases }, () => "Pending"),
  checkpoints: [],
  events: ["operation.created"],
  executions: [],
  log: [],
  logged: [-1, 0],
});

/** The answer that the ledger must give, and its state afterwards: its rules, implemented a second time, as simply as possible. */
export function askModel(was: ModelOperation, ask: Ask): Answered {
  const no = (answer: Answer = false): Answered => ({ answer, next: was });
  const yes = (next: Partial<ModelOperation>, answer: Answer = true): Answered => ({
    answer,
    next: { ...was, ...next },
  });
  const isRunning = was.status === "Running";
  const hasEnded = !isRunning && was.status !== "Initiated";
  const lost = { epoch: was.epoch, outcome: "WorkerLost" };
  switch (ask.kind) {
    case "claim":
      if (hasEnded || was.lease === "live") return no(null);
      return yes(claimed(was, ask.executionId), was.epoch + 1);
    case "move": {
      const right = moved(was, ask);
      return cannotBeKept(ask) && right.answer === true ? no("error") : right;
    }
    case "progress":
      if (!isRunning || was.epoch !== ask.epoch) return no();
      return yes({ lease: "live", progress: Math.max(was.progress, ask.percentage) });
    case "fail":
      return hasEnded || was.epoch !== ask.epoch ? no() : yes(ended(was, "Failed"));
    case "cancel":
      return hasEnded ? no() : yes({ ...ended(was, "Cancelled"), epoch: was.epoch + 1 });
    case "release": {
      if (!isRunning || was.epoch !== ask.epoch) return no(null);
      const executions = [...was.executions, { epoch: was.epoch, outcome: "GivenBack" }];
      return yes({ lease: "none", epoch: was.epoch + 1, executions }, was.epoch + 1);
    }
    case "reclaim":
      if (!isRunning || was.lease !== "lapsed") return no();
      return yes({
        lease: "none",
        epoch: was.epoch + 1,
        crashes: was.crashes + 1,
        executions: [...was.executions, lost],
      });
    case "give up":
      if (!isRunning || was.executionId !== ask.executionId) return yes({});
      return yes({ lease: "none", epoch: was.epoch + 1 });
    case "log": {
      const isHeard = was.epoch === ask.epoch || (was.status === "Cancelled" && was.epoch === ask.epoch + 1);
      const [epoch, upTo] = was.logged;
      const isNew = ask.epoch > epoch || (ask.epoch === epoch && ask.upTo > upTo);
      if (!isHeard || !isNew) return yes({});
      return yes({ log: [...was.log, ...ask.messages], logged: [ask.epoch, ask.upTo] });
    }
  }
}

function claimed(was: ModelOperation, executionId: string): Partial<ModelOperation> {
  const isFirst = was.status === "Initiated";
  const hasLapsed = was.lease === "lapsed";
  return {
    status: "Running",
    epoch: was.epoch + 1,
    lease: "live",
    executionId,
    crashes: was.crashes + Number(hasLapsed),
    executions: hasLapsed ? [...was.executions, { epoch: was.epoch, outcome: "WorkerLost" }] : was.executions,
    ...(isFirst ? { events: [...was.events, "operation.started"], phases: begun(was.phases, 0) } : {}),
  };
}

const begun = (phases: readonly string[], idx: number): string[] =>
  phases.map((status, at) => (at === idx ? "Running" : at > idx ? "Pending" : status));

function ended(was: ModelOperation, status: "Failed" | "Cancelled"): Partial<ModelOperation> {
  return {
    status,
    lease: "none",
    events: [...was.events, `operation.${status.toLowerCase()}`],
    phases: was.phases.map((phase) => (phase === "Running" ? status : phase === "Pending" ? "Skipped" : phase)),
  };
}

const cannotBeKept = (ask: Ask): boolean => ask.kind === "move" && ask.isRefused && ask.commits > 0;

/** All of a move, once, or nothing. */
function moved(was: ModelOperation, move: ModelMove): Answered {
  const { epoch, begins, first, commits, by, start, completes } = move;
  const no: Answered = { answer: false, next: was };
  if (was.epoch !== epoch || was.status !== "Running") return no;
  const after = first + commits;
  let { phases, progress } = was;
  const checkpoints = was.checkpoints.filter(({ phaseIdx }) => phaseIdx < first || phaseIdx >= after);
  const events = [...was.events];
  if (commits > 0) {
    if (begins && was.checkpoints.some((kept) => kept.epoch === epoch && kept.phaseIdx >= first)) return no;
    if (begins) phases = begun(phases, first);
    if (phases[first] !== "Running" || (start !== null && start !== after)) return no;
    phases = phases.map((status, at) => (at >= first && at < after ? "Completed" : status));
    progress = Math.max(progress, move.percentage);
    for (let phaseIdx = first; phaseIdx < after; phaseIdx++) {
      checkpoints.push({ phaseIdx, epoch, by });
      events.push("operation.phase.completed");
    }
    checkpoints.sort((a, b) => a.phaseIdx - b.phaseIdx);
  }
  if (start !== null) phases = begun(phases, start);
  const kept = { ...was, phases, progress, events, checkpoints: commits > 0 ? checkpoints : was.checkpoints };
  if (!completes) return { answer: true, next: { ...kept, lease: "live" } };
  if (phases.some((status) => status !== "Completed")) return no;
  events.push("operation.completed");
  return { answer: true, next: { ...kept, status: "Completed", lease: "none", progress: 100 } };
}

/** One try at a request. Undefined is an answer that was lost: it was done, or not. */
export interface Attempt {
  readonly ask: Ask;
  answer: Answer | undefined;
}

/** Nothing was done, and the ledger may say so though the model says something else. */
function isLeft({ ask, answer }: Attempt, right: Answered): boolean {
  // Rows that somebody else holds are left to the next round.
  if (ask.kind === "reclaim") return answer === false;
  // What nobody may write isn't always read.
  return cannotBeKept(ask) && answer === "error" && right.answer === false;
}

/**
 * Whether the operation can have come from `was` to `now` by these tries of callers who each waited for their own answers, in
 * some order in which each answer that came was right, and what wasn't answered was done wholly or not at all.
 */
export function isExplained(
  was: ModelOperation,
  callers: readonly (readonly Attempt[])[],
  now: ModelOperation,
): boolean {
  const goal = JSON.stringify(now);
  const known = new Set<string>();
  const search = (at: ModelOperation, places: readonly number[]): boolean => {
    const text = JSON.stringify(at);
    const key = `${places.join(",")} ${text}`;
    if (known.has(key)) return false;
    known.add(key);
    let isOver = true;
    for (const [who, tries] of callers.entries()) {
      const place = places[who] ?? 0;
      const next = tries[place];
      if (next === undefined) continue;
      isOver = false;
      const after = places.with(who, place + 1);
      const right = askModel(at, next.ask);
      const isDone = next.answer === undefined || next.answer === right.answer;
      if (isDone && search(right.next, after)) return true;
      if ((next.answer === undefined || isLeft(next, right)) && search(at, after)) return true;
    }
    return isOver && text === goal;
  };
  return search(
    was,
    callers.map(() => 0),
  );
}
