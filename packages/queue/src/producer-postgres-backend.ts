import { PostgresQueueBackend } from "bullmq";
import type { SharedPostgresConnection } from "./shared-postgres-connection.ts";

const LIST_CLIENTS = `SELECT pid, application_name AS name, extract(epoch FROM now() - backend_start)::int AS age,
  coalesce(host(client_addr), 'local') || ':' || coalesce(client_port, 0) AS addr
FROM pg_stat_activity WHERE datname = current_database() AND application_name <> '' ORDER BY pid`;

type Entries = Parameters<PostgresQueueBackend["addJobs"]>[0];

/**
 * Adds jobs ($2) to a queue ($1) as BullMQ's `add_jobs_bulk` does, but without its temporary tables: two for each call, which costs
 * 2 ms, and all other connections the news that the catalogue has changed.
 */
const ADD_JOBS = {
  name: "add-jobs",
  text: `WITH locked AS MATERIALIZED (
  SELECT lock_producer_queues(jsonb_build_array(jsonb_build_object('queue', $1::text)))
), given AS (
  SELECT g.* FROM locked, ROWS FROM (jsonb_to_recordset($2::jsonb) AS (id text, name text, data text, opts jsonb, priority integer,
    delay bigint, "timestamp" bigint, attempts integer)) WITH ORDINALITY AS g (id, name, data, opts, priority, delay, added_at, attempts, nth)
), added AS (
  INSERT INTO job (queue, id, seq, name, state, data, opts, priority, delay_ms, max_attempts, added_at_ms, process_at_ms)
  SELECT $1, id, nextval('job_seq'), name, CASE WHEN delay > 0 THEN 'delayed'::job_state ELSE 'waiting' END, data::jsonb, opts,
    priority, delay, attempts, added_at, CASE WHEN delay > 0 THEN added_at + delay END
  FROM (SELECT * FROM given ORDER BY nth) ordered
  ON CONFLICT (queue, id) DO NOTHING RETURNING seq, id, name, state, process_at_ms
), told AS (
  INSERT INTO event (queue, event, data, created_at_ms)
  SELECT $1, e.event, e.data, (extract(epoch FROM clock_timestamp()) * 1000)::bigint
  FROM added, LATERAL (VALUES (1, 'added', jsonb_build_object('jobId', id, 'name', name)),
    (2, state::text, CASE state WHEN 'delayed' THEN jsonb_build_object('jobId', id, 'delay', process_at_ms)
      ELSE jsonb_build_object('jobId', id) END)) e (nth, event, data)
  ORDER BY seq, e.nth
)
SELECT pg_notify('bullmq_jobs', $1) FROM added LIMIT 1`,
};

/** The producers' Postgres backend. It lists workers in the format of Redis, with an address, because Bull Board shows no others. */
export class ProducerPostgresBackend extends PostgresQueueBackend {
  readonly #connection: SharedPostgresConnection;

  constructor(connection: SharedPostgresConnection, ...rest: Rest) {
    super(connection, ...rest);
    this.#connection = connection;
  }

  /** Jobs that are nobody's children, under ids of their own, in the order given: all together, or none. */
  override async addJobs(entries: Entries): Promise<string[]> {
    if (!entries.every(isPlain)) return super.addJobs(entries);
    const given = entries.map(({ job, jobId }) => {
      const { name, data, timestamp } = job;
      const opts = job.delay === undefined ? job.opts : { ...job.opts, delay: job.delay };
      const { delay = 0, attempts = 1 } = opts;
      return { id: jobId, name, data, opts, priority: job.priority ?? opts.priority ?? 0, delay, timestamp, attempts };
    });
    await this.#connection.namedStatements.query({ ...ADD_JOBS, values: [this.queueName, JSON.stringify(given)] });
    return entries.map(({ jobId }) => jobId);
  }

  /** As Redis' CLIENT LIST: one line a connection, `key=value` parted by spaces. */
  override async getClientList(): Promise<string[]> {
    const { rows } = await this.#connection.pool.query<{ pid: number; name: string; age: number; addr: string }>(
      LIST_CLIENTS,
    );
    const lines = rows.map(
      ({ pid, name, age, addr }) => `id=${pid} addr=${addr} age=${age} name=${name.replaceAll(/\s/g, "_")}`,
    );
    return [lines.join("\n")];
  }
}

type Rest = ConstructorParameters<typeof PostgresQueueBackend> extends [unknown, ...infer Others] ? Others : never;

const isPlain = ({ job, jobId }: Entries[number]): boolean =>
  jobId !== "" &&
  job.parent === undefined &&
  job.parentKey === undefined &&
  job.deduplicationId === undefined &&
  job.repeatJobKey === undefined &&
  job.opts.lifo !== true;
