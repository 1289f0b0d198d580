import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { cancelOperation } from "@longhaul/db";
import { claimOperation, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

const api = useApi(null, { maxStreamsPerTenant: 60 });

interface Stream {
  readonly response: Response;
  readonly events: {
    readonly id: number;
    readonly type: string;
    readonly data: { readonly sequence: number; readonly data: { readonly operationId: string } };
  }[];
  /** Resolves when the server has ended the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

async function open(path: string, lastEventId?: number, token?: string): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(api.project(path), {
    signal: abort.signal,
    headers: {
      authorization: `Bearer ${token ?? (await api.token())}`,
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    },
  });
  const events: Stream["events"] = [];
  const read = async (): Promise<void> => {
    let text = "";
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) {
        const field = (name: string): string | undefined =>
          block
            .split("\n")
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2);
        const [id, type, data] = [field("id"), field("event"), field("data")];
        if (id !== undefined && type !== undefined && data !== undefined)
          events.push({ id: Number(id), type, data: JSON.parse(data) });
      }
    }
  };
  return { response, events, ended: read().catch(() => undefined), close: () => abort.abort() };
}

async function start(): Promise<string> {
  return (await api.call("/async/operation", { json: { operationType: "Trial", operationName: "t", parameters: {} } }))
    .body["operationId"];
}

const claim = (operationId: string) =>
  claimOperation(api.ctx().fleetDb, { operationId, executionId: "exec-1", workerNode: "w", leaseMs: 60_000 });
const cancel = (operationId: string) =>
  cancelOperation(api.ctx().fleetDb, api, {
    operationId,
    cancelledBy: "x",
    preservePartialResults: true,
    forceTermination: false,
    notifyCallbacks: true,
  });

it("streams an operation's events from its start to its end, and then goes on from where a client was", async () => {
  const operationId = await start();
  const stream = await open(`/async/operation/${operationId}/events`);
  expect(stream.response.headers.get("content-type")).toContain("text/event-stream");
  await waitFor(() => stream.events.length === 1, { what: "the replay" });
  await claim(operationId);
  await waitFor(() => stream.events.length === 2, { what: "the live event" });
  await cancel(operationId);
  await stream.ended;
  expect(stream.events.map((event) => [event.type, event.data.sequence])).toEqual([
    ["operation.created", 1],
    ["operation.started", 2],
    ["operation.cancelled", 3],
  ]);
  const resumed = await open(`/async/operation/${operationId}/events`, stream.events[0]?.id);
  await resumed.ended;
  expect(resumed.events.map((event) => event.data.sequence)).toEqual([2, 3]);
  expect((await open(`/async/operation/${operationId}/events`, stream.events[2]?.id)).response.status).toBe(204);
  expect((await open(`/async/operation/op-${randomUUID()}/events`)).response.status).toBe(404);
});

it("streams a project's events to many watchers, and replays what one has missed", async () => {
  const streams = await Promise.all(Array.from({ length: 50 }, () => open("/async/events")));
  const ids = [await start(), await start(), await start()];
  for (const stream of streams) await waitFor(() => stream.events.length === 3, { what: "three events" });
  expect(streams.every((stream) => stream.events.every((event, idx) => event.data.data.operationId === ids[idx]))).toBe(
    true,
  );
  const { rows } = await api
    .ctx()
    .fleetDb.query<{ n: number }>(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'api-listener' AND datname = current_database()",
    );
  expect(rows[0]?.n).toBe(1);
  const lastSeen = streams[0]?.events[0]?.id ?? 0;
  for (const stream of streams) stream.close();
  const resumed = await open("/async/events", lastSeen);
  await waitFor(
    () => [ids[1], ids[2]].every((id) => resumed.events.some((event) => event.data.data.operationId === id)),
    { what: "the missed events" },
  );
  resumed.close();
});

it("answers HEAD with the headers of a stream alone", async () => {
  const head = await api.call(`/async/operation/${await start()}/events`, { method: "HEAD" });
  expect([head.status, head.headers.get("content-type"), head.text]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
    "",
  ]);
});

it("ends a stream with its token", async () => {
  const exp = Math.floor(Date.now() / 1000) + 2;
  const stream = await open("/async/events", undefined, await api.token({ exp }));
  expect(stream.response.status).toBe(200);
  await stream.ended;
  expect(Date.now() / 1000).toBeGreaterThanOrEqual(exp);
});

it("opens only so many streams of a tenant, and further ones when some are closed", async () => {
  const streams = await Promise.all(Array.from({ length: 60 }, () => open("/async/events")));
  const refused = await api.call("/async/events");
  expect([refused.status, refused.body["error"].code, refused.headers.get("retry-after")]).toEqual([
    429,
    "rate_limited",
    "10",
  ]);
  streams[0]?.close();
  let further: Stream | undefined;
  await waitFor(
    async () => {
      further = await open("/async/events");
      return further.response.status === 200;
    },
    { what: "a slot" },
  );
  for (const stream of [...streams, further]) stream?.close();
});

it("sends all to a client that reads late", async () => {
  const more = 3000;
  const operationId = await start();
  await api.ctx().fleetDb.query(
    `INSERT INTO events (id, tenant_id, project_id, operation_id, sequence, type, body)
     SELECT gen_random_uuid(), tenant_id, project_id, operation_id, 1000 + n, 'operation.progress',
       json_build_object('sequence', sequence + n, 'filler', repeat('x', 5000))::text
     FROM events, generate_series(1, $2::int) n WHERE operation_id = $1`,
    [operationId, more],
  );
  const { port, pathname } = new URL(api.project(`/async/operation/${operationId}/events`));
  const socket = connect(Number(port), "127.0.0.1").pause();
  socket.write(
    `GET ${pathname} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await api.token()}\r\nConnection: close\r\n\r\n`,
  );
  await cancel(operationId);
  let text = "";
  socket.on("data", (chunk) => (text += String(chunk))).resume();
  await waitFor(() => text.includes("event: operation.cancelled"), { what: "the last event" });
  expect(text.match(/^id: /gm)).toHaveLength(more + 2);
  expect(text.match(/^event: operation\.progress/gm)).toHaveLength(more);
});

// The last one: from here on the process is about to end.
it("ends a stream at once that begins while the process is about to end", async () => {
  const operationId = await start();
  api.ctx().stopping.abort();
  for (const path of ["/async/events", `/async/operation/${operationId}/events`]) {
    const stream = await open(path);
    expect(stream.response.status).toBe(200);
    await stream.ended;
  }
});
