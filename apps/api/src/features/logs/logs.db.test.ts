import { appendLogEntries, completeOperation, writtenLog, type NewLogEntry } from "@longhaul/db";
import type { LogLevel } from "@longhaul/domain";
import { waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { useApi } from "../../test/use-api.ts";

const api = useApi();
const READER = async (): Promise<string> => api.token({ tenants: { [api.tenantId]: { projects: "*" } } });

interface Owned {
  readonly operationId: string;
  readonly epoch: number;
}

async function running(): Promise<Owned & { readonly leaseMs: number }> {
  const { operationId } = (await start(api)).body as { operationId: string };
  return claim(api, operationId);
}

let number = 0;
const entry = (level: LogLevel, message: string, more: Partial<NewLogEntry> = {}): NewLogEntry => ({
  number: ++number,
  time: new Date(Date.UTC(2026, 0, 1, 8, 0, 0, number)).toISOString(),
  level,
  phase: "Trial Phase 1",
  attempt: 1,
  message,
  ...more,
});
const log = (owned: Owned, ...entries: readonly NewLogEntry[]): Promise<void> =>
  appendLogEntries(api.ctx().fleetDb, [
    writtenLog({ operationId: owned.operationId, epoch: owned.epoch, upTo: number, dropped: 0, entries }),
  ]);
const pathOf = ({ operationId }: Owned, query = ""): string => `/async/operation/${operationId}/logs${query}`;
const messages = (body: Record<string, unknown>): string[] =>
  (body["entries"] as { message: string }[]).map(({ message }) => message);

describe("…/logs", () => {
  it("lists what was logged with counts by level, and nothing of an operation that logged nothing", async () => {
    const owned = await running();
    expect((await api.call(pathOf(owned))).body).toEqual({
      operationId: owned.operationId,
      counts: { debug: 0, info: 0, warn: 0, error: 0 },
      dropped: 0,
      entries: [],
      hasNextPage: false,
    });
    await log(
      owned,
      entry("info", "opened", { fields: { events: 3 } }),
      entry("warn", "odd", { phase: null, attempt: 2 }),
    );
    const { body } = await api.call(pathOf(owned));
    expect(body).toMatchObject({ counts: { debug: 0, info: 1, warn: 1, error: 0 }, hasNextPage: false });
    expect(body["entries"]).toEqual([
      {
        time: expect.stringMatching(/^2026-01-01T08:00:00\.\d{3}Z$/),
        level: "info",
        phase: "Trial Phase 1",
        attempt: 1,
        message: "opened",
        fields: { events: 3 },
      },
      { time: expect.any(String), level: "warn", attempt: 2, message: "odd" },
    ]);
  });

  it("filters by level, time, phase and text, each in its own way", async () => {
    const owned = await running();
    const [early, late] = [
      entry("debug", "Reading Orders", { time: "2026-02-01T08:00:00.100Z" }),
      entry("error", "no column", {
        time: "2026-02-01T09:00:00.900Z",
        phase: "Trial Phase 2",
        fields: { name: "Price" },
      }),
    ];
    await log(owned, early, late);
    for (const [query, found] of [
      ["?level=info", ["no column"]],
      ["?level=ERROR", ["no column"]],
      ["?until=2026-02-01T08:30:00Z", ["Reading Orders"]],
      ["?since=2026-02-01T09:00:00Z&until=2026-02-01T09:00:00Z", ["no column"]],
      ["?since=2026-02-02", []],
      ["?phase=trial%20phase%202", ["no column"]],
      ["?search=orders", ["Reading Orders"]],
      ["?search=price", ["no column"]],
      ["?search=%25", []],
    ] as const)
      expect([query, messages((await api.call(pathOf(owned, query))).body)]).toEqual([query, found]);
  });

  it.each([
    "?level=loud",
    "?since=yesterday",
    "?since=2026-02-02&until=2026-02-01",
    "?limit=0",
    "?cursor=x",
    "?colour=red",
  ])("refuses %s and names it", async (query) => {
    const owned = await running();
    const answer = await api.call(pathOf(owned, query));
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/"pointer":"\?\w+"/);
  });

  it("pages without gap or repetition, by cursor and by link, and goes on when more is logged", async () => {
    const owned = await running();
    const all = Array.from({ length: 25 }, (_, idx) => `entry ${idx}`);
    await log(owned, ...all.map((message) => entry("info", message)));
    const seen: string[] = [];
    let next: string | undefined = pathOf(owned, "?limit=10");
    let cursor = "";
    while (next !== undefined) {
      const page = await api.call(next);
      seen.push(...messages(page.body));
      cursor = page.body["nextCursor"] as string;
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      expect(page.body["hasNextPage"]).toBe(next !== undefined);
    }
    expect(seen).toEqual(all);
    await log(owned, entry("info", "later"));
    const rest = await api.call(pathOf(owned, `?cursor=${cursor}`));
    expect(messages(rest.body)).toEqual(["later"]);
  });

  it("answers no more than a bounded page, however long the entries are", async () => {
    const owned = await running();
    const long = { fields: { text: "é".repeat(1900) } };
    await log(owned, ...Array.from({ length: 300 }, (_, idx) => entry("info", `${idx}`, long)));
    const page = await api.call(pathOf(owned, "?limit=1000"));
    expect([page.text.length < 600_000, page.body["hasNextPage"]]).toEqual([true, true]);
    const count = (page.body["entries"] as unknown[]).length;
    const rest = await api.call(pathOf(owned, `?limit=1000&cursor=${page.body["nextCursor"]}`));
    expect(messages(rest.body)[0]).toBe(String(count));
  });

  it("shows the stack of an error to administrators, and its message only to others", async () => {
    const owned = await running();
    const trace = {
      name: "Error",
      message: "m",
      stack: "Error: m\n    at /secret/place.ts:3",
      cause: { name: "Error", message: "deeper" },
    };
    await log(owned, entry("error", "failed", { trace }));
    for (const accept of ["application/json", "text/plain"]) {
      const told = await api.call(pathOf(owned), { headers: { accept } });
      expect(told.text).toMatch(/\/secret\/place\.ts[^]*caused by: Error: deeper/);
      const other = await api.call(pathOf(owned), { headers: { accept }, token: await READER() });
      expect(other.text).toContain("failed");
      expect(other.text).not.toMatch(/secret|deeper/);
    }
  });

  it("is text for who asks for it, a line each, whatever the entries hold", async () => {
    const owned = await running();
    await log(
      owned,
      entry("info", "one\n2026-01-01T00:00:00.000Z ERROR forged\u001b[31m"),
      entry("warn", "two", { attempt: 2 }),
    );
    const { text, headers } = await api.call(pathOf(owned), { headers: { accept: "text/plain" } });
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(text.split("\n")).toEqual([
      expect.stringMatching(
        /^\S+Z INFO {2}\[Trial Phase 1\] one\\n2026-01-01T00:00:00\.000Z ERROR forged\\u001b\[31m$/,
      ),
      expect.stringMatching(/^\S+Z WARN {2}\[Trial Phase 1\] \(attempt 2\) two$/),
      "",
    ]);
  });

  it("shows its last warnings in the status, whose ETag changes with them, and who submitted the operation", async () => {
    const owned = await running();
    const path = `/async/operation/${owned.operationId}`;
    const before = await api.call(path);
    expect(before.body["submittedBy"]).toBe("ann");
    expect("warnings" in before.body).toBe(false);
    const warnings = Array.from({ length: 12 }, (_, idx) => entry("warn", `warning ${idx}`));
    await log(owned, entry("info", "no warning"), ...warnings, entry("error", "worse", { phase: null }));
    const after = await api.call(path, { headers: { "if-none-match": before.headers.get("etag") ?? "" } });
    expect(after.status).toBe(200);
    expect((after.body["warnings"] as { message: string }[]).map(({ message }) => message)).toEqual(
      warnings.slice(2).map(({ message }) => message),
    );
    expect(after.body["warnings"][0]).toEqual({
      phaseName: "Trial Phase 1",
      message: "warning 2",
      time: "2026-01-01T08:00:00Z",
    });
  });

  it("is unknown to other tenants", async () => {
    const owned = await running();
    const other = await api.token({ tenants: { [api.projectId]: { projects: "*" } } });
    const foreign = `/api/${api.projectId}/${api.projectId}${pathOf(owned)}`;
    expect((await api.call(api.url(foreign), { token: other })).status).toBe(404);
    expect((await api.call(api.url(`${foreign}/stream`), { token: other })).status).toBe(404);
  });
});

describe("…/logs/stream", () => {
  interface Stream {
    readonly status: number;
    readonly events: { readonly id: string; readonly data: { readonly message: string; readonly stack?: string } }[];
    readonly ended: Promise<void>;
    close(): void;
  }

  async function open(owned: Owned, options: { query?: string; after?: string; token?: string } = {}): Promise<Stream> {
    const abort = new AbortController();
    const response = await fetch(api.project(`${pathOf(owned)}/stream${options.query ?? ""}`), {
      signal: abort.signal,
      headers: {
        authorization: `Bearer ${options.token ?? (await api.token())}`,
        ...(options.after === undefined ? {} : { "last-event-id": options.after }),
      },
    });
    const events: Stream["events"] = [];
    const read = async (): Promise<void> => {
      let text = "";
      for await (const chunk of response.body ?? []) {
        text += Buffer.from(chunk).toString();
        const found = [...text.matchAll(/^id: (.+)\nevent: log\ndata: (.+)\n\n/gm)];
        events.splice(0, events.length, ...found.map(([, id = "", data = ""]) => ({ id, data: JSON.parse(data) })));
      }
    };
    return { status: response.status, events, ended: read().catch(() => undefined), close: () => abort.abort() };
  }
  const told = (stream: Stream): string[] => stream.events.map(({ data }) => data.message);

  it("sends what was logged, then each entry as it comes, and ends with the operation", async () => {
    const owned = await running();
    await log(owned, entry("info", "before"), entry("debug", "detail"));
    const [stream, loud] = [await open(owned), await open(owned, { query: "?level=warn" })];
    await waitFor(() => stream.events.length === 2, { what: "what was logged before" });
    await log(owned, entry("warn", "while", { trace: { name: "Error", message: "m", stack: "at place" } }));
    await waitFor(() => stream.events.length === 3, { what: "the entry that came" });
    for (const idx of [0, 1, 2]) await runPhase(api, owned, idx);
    await log(owned, entry("info", "last"));
    await completeOperation(api.ctx().fleetDb, { ...owned, summary: {} });
    await Promise.all([stream.ended, loud.ended]);
    expect(told(stream)).toEqual(["before", "detail", "while", "last"]);
    expect([told(loud), loud.events[0]?.data.stack]).toEqual([["while"], "at place"]);

    const resumed = await open(owned, { after: stream.events[1]?.id ?? "" });
    await resumed.ended;
    expect(told(resumed)).toEqual(["while", "last"]);
    expect((await open(owned, { after: stream.events[3]?.id ?? "" })).status).toBe(204);
    const reader = await open(owned, { token: await READER() });
    await reader.ended;
    expect([told(reader).length, JSON.stringify(reader.events).includes("at place")]).toEqual([4, false]);
  });

  it("ends at once for an operation that has ended without a word, and gives its place back when its client goes", async () => {
    const owned = await running();
    const stream = await open(owned);
    stream.close();
    await stream.ended;
    await api.call(`/async/operation/${owned.operationId}/cancel`, { json: {} });
    const after = await open(owned);
    await after.ended;
    expect([after.status, after.events]).toEqual([200, []]);
  });
});
