import { runTogether } from "@longhaul/stores";
import type { PostgresConnection } from "bullmq";

type Pool = PostgresConnection["pool"];
type Answer = Awaited<ReturnType<Pool["query"]>>;
type Row = Record<string, unknown>;

/** What BullMQ says when a job has completed and the worker takes the next one. */
const COMPLETION = "FROM move_to_completed_fetch(";

/** The values of one completion, in BullMQ's order. */
const COLUMNS = [
  "queue text",
  "id text",
  "token text",
  "value jsonb",
  "finished_on bigint",
  "remove_all boolean",
  "keep_age bigint",
  "keep_count integer",
  "lock_ms bigint",
  "now bigint",
  "name text",
  "limiter_max integer",
  "limiter_duration bigint",
].map((column) => column.split(" ") as [name: string, type: string]);

/** Completes jobs one after the other, each with its next job, in one transaction. */
const TOGETHER = `SELECT given.place, job.* FROM
    unnest(${COLUMNS.map(([, type], idx) => `$${idx + 1}::${type}[]`).join(", ")})
      WITH ORDINALITY AS given (${COLUMNS.map(([name]) => name).join(", ")}, place),
    LATERAL move_to_completed_fetch(${COLUMNS.map(([name]) => `given.${name}`).join(", ")}) AS job`;

/** Trimming the completed jobs costs more than all else of a completion: of those that go together, the last one does it. */
const KEEP_COUNT = COLUMNS.findIndex(([name]) => name === "keep_count");
const KEEP_ALL = -1;

/** A completion that is held up by somebody's lock doesn't hold up the others for longer. */
const LIMITS = { maxRuns: 2, maxTogether: 32, besideAfterMs: 50 };

/**
 * The pool for a worker whose jobs are nobody's children: jobs that complete while a completion is under way do so together, in one
 * transaction instead of one each. Where one of them can't, each does by itself. (Completions of children lock their parents, which
 * BullMQ orders within a transaction of one alone.)
 */
export function gatherCompletions(pool: Pool): Pool {
  const alone = async (text: string, values: readonly unknown[]): Promise<Answer> => pool.query(text, [...values]);
  const complete = runTogether(LIMITS, async (given: readonly (readonly [string, readonly unknown[]])[]) => {
    if (given.length > 1) {
      try {
        const answers = given.map((): Row[] => []);
        const { rows } = await pool.query(TOGETHER, columnsOf(given.map(([, values]) => values)));
        for (const { place, ...job } of rows as Row[]) answers[Number(place) - 1]?.push(job);
        return answers.map((taken) => ({ answer: { rows: taken, rowCount: taken.length } as unknown as Answer }));
      } catch {
        // Nothing of it was done; which of them was at fault is found out below.
      }
    }
    return Promise.all(
      given.map(async ([text, values]) =>
        alone(text, values).then(
          (answer) => ({ answer }),
          (err: unknown) => ({ err }),
        ),
      ),
    );
  });
  const query = async (text: string, values: readonly unknown[] = []): Promise<Answer> => {
    if (typeof text !== "string" || !text.includes(COMPLETION)) return alone(text, values);
    const outcome = await complete([text, values]);
    if ("err" in outcome) throw outcome.err;
    return outcome.answer;
  };
  return Object.create(pool, { query: { value: query } }) as Pool;
}

/** Of many completions, the values of each column. */
function columnsOf(given: readonly (readonly unknown[])[]): unknown[][] {
  return COLUMNS.map((_, idx) =>
    given.map((values, nth) => (idx === KEEP_COUNT && nth < given.length - 1 ? KEEP_ALL : (values[idx] ?? null))),
  );
}
