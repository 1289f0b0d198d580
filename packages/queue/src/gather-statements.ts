import { runTogether } from "@longhaul/stores";
import type { PostgresConnection } from "bullmq";

type Pool = PostgresConnection["pool"];
type Answer = Awaited<ReturnType<Pool["query"]>>;
type Row = Record<string, unknown>;
type Call = readonly unknown[];

/** A statement of BullMQ's that its worker sends for one job, and one that does the same for many. */
interface Gathered {
  /** Found in BullMQ's text. */
  readonly call: string;
  readonly together: string;
  /** Of each parameter of `together`, the values of all calls. */
  readonly parametersOf: (calls: readonly Call[]) => unknown[];
}

/** Trimming the completed jobs costs more than all else of a completion: of those that go together, the last one does it. */
const KEEP = "keep_count integer";
const KEEP_ALL = -1;

const COMPLETION = [
  "queue text",
  "id text",
  "token text",
  "value jsonb",
  "finished_on bigint",
  "remove_all boolean",
  "keep_age bigint",
  KEEP,
];
const FETCH = ["lock_ms bigint", "now bigint", "name text", "limiter_max integer", "limiter_duration bigint"];

/** Calls a function of BullMQ's once for each of many jobs, one after the other. @param columns its parameters, in its order */
function gathered(name: string, columns: readonly string[], { result = "job.*", condition = "" } = {}): Gathered {
  const names = columns.map((column) => column.slice(0, column.indexOf(" ")));
  const types = columns.map((column) => column.slice(column.indexOf(" ") + 1));
  const keep = columns.indexOf(KEEP);
  return {
    call: `${name}(`,
    together: `SELECT given.place, ${result} FROM unnest(${types.map((type, idx) => `$${idx + 1}::${type}[]`).join(", ")})
      WITH ORDINALITY AS given (${names.join(", ")}, place),
    LATERAL ${name}(${names.map((column) => `given.${column}`).join(", ")}) AS job ${condition}`,
    parametersOf: (calls) =>
      columns.map((_, idx) =>
        calls.map((values, nth) => (idx === keep && nth < calls.length - 1 ? KEEP_ALL : (values[idx] ?? null))),
      ),
  };
}

const GATHERED: readonly Gathered[] = [
  gathered("move_to_completed_fetch", [...COMPLETION, ...FETCH]),
  gathered("move_to_completed", COMPLETION, { result: "job AS finished_on" }),
  // Not for more jobs than there are, but at least once: delayed jobs that are due begin to wait then.
  gathered("move_to_active", ["queue text", "token text", ...FETCH], {
    condition: `WHERE given.place <= greatest(1, (SELECT count(*) FROM (
      SELECT FROM job WHERE queue = ($1::text[])[1] AND state = 'waiting' LIMIT cardinality($1::text[])) waiting))`,
  }),
];

/** What BullMQ asks when there was no job: the same for all of a worker that ask at once. */
const SIGNAL = "next_signal(";

/** A statement that is held up by somebody's lock doesn't hold up the others for longer. */
const LIMITS = { maxRuns: 2, maxTogether: 32, besideAfterMs: 50 };

/**
 * The pool for a worker whose jobs are nobody's children: jobs that complete, or are taken, while others do are told to the store
 * together, in one transaction instead of one each. Where one of them can't, each is told by itself. (Completions of children lock
 * their parents, which BullMQ orders within a transaction of one alone.)
 */
export function gatherStatements(pool: Pool): Pool {
  const alone = async (text: string, values: Call): Promise<Answer> => pool.query(text, [...values]);
  const each = async (text: string, calls: readonly Call[]) =>
    Promise.all(
      calls.map(async (values) =>
        alone(text, values).then(
          (answer) => ({ answer }),
          (err: unknown) => ({ err }),
        ),
      ),
    );
  const gather = ({ together, parametersOf }: Gathered) =>
    runTogether(LIMITS, async (given: readonly { readonly text: string; readonly values: Call }[]) => {
      const [first] = given;
      const calls = given.map(({ values }) => values);
      if (first === undefined || calls.length === 1) return each(first?.text ?? "", calls);
      try {
        const answers = calls.map((): Row[] => []);
        const { rows } = await pool.query(together, parametersOf(calls));
        for (const { place, ...row } of rows as Row[]) answers[Number(place) - 1]?.push(row);
        return answers.map((taken) => ({ answer: { rows: taken, rowCount: taken.length } as unknown as Answer }));
      } catch {
        // Nothing of it was done; which of them was at fault is found out here.
        return each(first.text, calls);
      }
    });
  const ways = GATHERED.map((statement) => ({ call: statement.call, run: gather(statement) }));
  const signal = runTogether(LIMITS, async (given: readonly { readonly text: string; readonly values: Call }[]) => {
    const latest = given.at(-1);
    if (latest === undefined) return [];
    const answer = await alone(latest.text, latest.values);
    return given.map(() => answer);
  });
  const query = async (text: string, values: Call = []): Promise<Answer> => {
    const way = typeof text === "string" ? ways.find(({ call }) => text.includes(call)) : undefined;
    if (way !== undefined) {
      const outcome = await way.run({ text, values });
      if ("err" in outcome) throw outcome.err;
      return outcome.answer;
    }
    return typeof text === "string" && text.includes(SIGNAL) ? signal({ text, values }) : alone(text, values);
  };
  return Object.create(pool, { query: { value: query } }) as Pool;
}
