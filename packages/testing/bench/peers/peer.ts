import pg from "pg";

/** Where an engine keeps its jobs, and what it is to do with them. */
export interface PeerTask {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Jobs that are accepted before a worker is there. */
  readonly count: number;
  /** Jobs that the worker runs at once. */
  readonly slots: number;
  /** Called as each job has ended. */
  readonly onDone: () => void;
}

/** Fills the engine with the task's jobs, each of four durable steps. @returns what starts its worker */
export type Peer = (task: PeerTask) => Promise<() => Promise<unknown>>;

export const STEPS = [1, 2, 3, 4] as const;

/** What a step gives: as large as the output of a phase of ours. */
export const outputOf = (number: number) => ({ results: { number }, summary: { [`phase${number}`]: true } });

/** Indexes of `count` jobs in groups of `size`. */
export const groupsOf = (count: number, size: number): number[][] =>
  Array.from({ length: Math.ceil(count / size) }, (_, group) =>
    Array.from({ length: Math.min(size, count - group * size) }, (__, place) => group * size + place),
  );

/** For engines that only queue: a step's output is a row of a table, written once, as their users would do it. */
export async function openStepTable({ databaseUrl, slots }: PeerTask): Promise<(job: string) => Promise<void>> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: slots });
  await pool.query("CREATE TABLE steps (job text, step integer, output jsonb NOT NULL, PRIMARY KEY (job, step))");
  return async (job) => {
    for (const step of STEPS)
      await pool.query({
        name: "step",
        text: "INSERT INTO steps VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        values: [job, step, outputOf(step)],
      });
  };
}
