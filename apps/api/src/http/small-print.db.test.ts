import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start, TRIAL } from "../test/drive-operation.ts";
import { readyDataset } from "../test/ready-dataset.ts";
import { useApi } from "../test/use-api.ts";
import { sendRaw, type RawAnswer } from "./raw-request.fixture.ts";

const api = useApi();

describe("an id that is a GUID", () => {
  const id = randomUUID();
  const WRITTEN = [
    `[${id}]`,
    `(${id})`,
    `{${id}}`,
    id.replaceAll("-", ""),
    id.replaceAll("-", ":"),
    `${id}\n`,
    "",
    "1",
  ];
  const parameters = (datasetId: string): [string, unknown, string][] => [
    ["ProcessMiningAnalysis", { datasetId }, "/parameters/datasetId"],
    ["DataEnrichment", { datasetId }, "/parameters/datasetId"],
    ["DataEnrichment", { datasetId: id, joinWith: { datasetId, key: "a" } }, "/parameters/joinWith/datasetId"],
  ];

  it.each(WRITTEN)("is refused where it is written %j, in bodies, batches and paths", async (datasetId) => {
    for (const [operationType, body, pointer] of parameters(datasetId)) {
      const operation = { operationType, operationName: "x", parameters: body };
      const one = await api.call("/async/operation", { json: operation });
      expect([one.status, one.body["errors"]?.[0].pointer]).toEqual([400, pointer]);
      const batch = await api.call("/async/batch", { json: { batchName: "x", operations: [operation] } });
      expect([batch.status, batch.body["errors"]?.[0].pointer]).toEqual([400, `/operations/0${pointer}`]);
    }
    const path = await api.call(`/datasets/${encodeURIComponent(datasetId === "" ? "x" : datasetId)}`);
    expect(path.status).toBe(400);
    const tenant = await api.call(api.url(`/api/${encodeURIComponent(datasetId || "x")}/${api.projectId}/datasets`));
    expect(tenant.status).toBe(400);
  });

  it("may be written in capitals, and is the same", async () => {
    const datasetId = await readyDataset(api);
    const upper = datasetId.toUpperCase();
    const scope = `/api/${api.tenantId.toUpperCase()}/${api.projectId.toUpperCase()}`;
    expect((await api.call(api.url(`${scope}/datasets/${upper}`))).body["datasetId"]).toBe(datasetId);
    const joined = { datasetId: upper, joinWith: { datasetId: upper, key: "case_id" } };
    for (const json of [
      { operationType: "ProcessMiningAnalysis", operationName: "x", parameters: { datasetId: upper } },
      { operationType: "DataEnrichment", operationName: "x", parameters: joined },
    ]) {
      const answer = await api.call(api.url(`${scope}/async/operation`), { json });
      expect(answer.status).toBe(202);
      const { rows } = await api
        .ctx()
        .fleetDb.query<{ kept: unknown }>("SELECT parameters AS kept FROM operations WHERE id = $1", [
          answer.body["operationId"],
        ]);
      expect(rows[0]?.kept).toMatchObject({ datasetId });
      expect(JSON.stringify(rows[0]?.kept)).not.toContain(upper);
    }
  });
});

describe("a date", () => {
  const WRONG = [
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-01-01T10:00:00%2B15:00",
    "2026-01-01T25:00Z",
    "0000-01-01",
  ];

  it.each(WRONG)("that doesn't exist, as %s, is refused wherever dates are given", async (date) => {
    const webhook = await registered();
    for (const [path, pointer] of [
      [`/async/operations?dateFrom=${date}`, "?dateFrom"],
      [`/async/operations?dateTo=${date}`, "?dateTo"],
      [`/async/webhooks/${webhook}/deliveries?since=${date}`, "?since"],
      [`/async/webhooks/${webhook}/deliveries?until=${date}`, "?until"],
    ] as const) {
      const answer = await api.call(path);
      expect([answer.status, answer.body["errors"]?.[0].pointer]).toEqual([400, pointer]);
    }
    const text = decodeURIComponent(date);
    for (const [path, json, pointer] of [
      [`/async/webhooks/${webhook}/recover`, { since: text }, "/since"],
      ["/async/operation", analysis({ startDate: text }), "/parameters/timeWindow/startDate"],
      ["/async/operation", analysis({ endDate: text }), "/parameters/timeWindow/endDate"],
    ] as const) {
      const answer = await api.call(path, { json });
      expect([answer.status, answer.body["errors"]?.[0].pointer]).toEqual([400, pointer]);
    }
  });

  it("that ends a period must not lie before its start", async () => {
    const webhook = await registered();
    for (const [path, pointer] of [
      ["/async/operations?dateFrom=2026-02-02&dateTo=2026-02-01", "?dateTo"],
      ["/async/operations?dateFrom=2026-02-01T00:00:01Z&dateTo=2026-02-01T01:00:00%2B01:00", "?dateTo"],
      [`/async/webhooks/${webhook}/deliveries?since=2026-02-02&until=2026-02-01`, "?until"],
    ] as const) {
      const answer = await api.call(path);
      expect([answer.status, answer.body["errors"]?.[0].pointer]).toEqual([400, pointer]);
    }
    const window = await api.call("/async/operation", {
      json: analysis({ startDate: "2026-02-02", endDate: "2026-02-01" }),
    });
    expect([window.status, window.body["errors"]?.[0].pointer]).toEqual([400, "/parameters/timeWindow/endDate"]);
    const recover = { json: { since: "2026-02-02T00:00:00Z", until: "2026-02-01T00:00:00Z" } };
    expect((await api.call(`/async/webhooks/${webhook}/recover`, recover)).body["errors"]?.[0].pointer).toBe("/until");
    for (const path of [
      "/async/operations?dateFrom=2026-02-01&dateTo=2026-02-01",
      "/async/operations?dateFrom=2026-02-01T10:00:00.5Z&dateTo=2026-02-01T10:00Z",
      "/async/operations?dateFrom=2026-02-01T10:00:00+14:00",
    ]) {
      expect([path, (await api.call(path)).status]).toEqual([path, 200]);
    }
  });

  const analysis = (timeWindow: unknown) => ({
    operationType: "ProcessMiningAnalysis",
    operationName: "x",
    parameters: { datasetId: randomUUID(), timeWindow },
  });
});

describe("a bearer token", () => {
  const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;
  const list = async (authorization: string) =>
    (await api.call("/async/operations", { token: null, headers: { authorization } })).status;

  it.each(["Bearer ", "bearer ", "BEARER   ", "Bearer \t "])("may stand behind %j", async (before) => {
    expect(await list(`${before}${await api.token()}`)).toBe(200);
  });

  it.each(["Bearer", "Bearer ", "Basic abc", "Bearer a b", ""])("is missing in %j", async (header) => {
    expect(await list(header)).toBe(401);
  });

  it.each([
    [{ nbf: 20, iat: 20, exp: 600 }, 200],
    [{ iat: 20, exp: 600 }, 200],
    [{ exp: -15 }, 200],
    [{ nbf: 90, exp: 600 }, 401],
    [{ exp: -90 }, 401],
  ])("with claims %j seconds from now is answered with %s: clocks may differ by 30 s", async (claims, status) => {
    const times = Object.fromEntries(Object.entries(claims).map(([name, offset]) => [name, seconds(offset)]));
    expect(await list(`Bearer ${await api.token(times)}`)).toBe(status);
  });
});

describe("a request line", () => {
  const head = async (...more: readonly string[]): Promise<string> =>
    [`Authorization: Bearer ${await api.token()}`, "Connection: close", ...more, "", ""].join("\r\n");
  const path = `/api/${api.tenantId}/${api.projectId}/async/operations`;
  const codeOf = ({ body }: RawAnswer): string => (JSON.parse(body) as { error: { code: string } }).error.code;

  it("may hold a whole URL, whose host is then that of the request", async () => {
    for (let n = 0; n < 2; n++) await start(api);
    const line = `GET http://example.com:8080${path}?pageSize=1 HTTP/1.1`;
    const answer = await sendRaw(api.url(""), `${line}\r\n${await head("Host: other.example")}`);
    expect(answer.status).toBe(200);
    expect(answer.head).toMatch(/link: <http:\/\/example\.com:8080\/api\//i);
  });

  it.each(["GET x HTTP/1.1", "GET ftp://h/x HTTP/1.1", "GET http://[/x HTTP/1.1"])("%s is refused", async (line) => {
    const answer = await sendRaw(api.url(""), `${line}\r\n${await head("Host: a")}`);
    expect([answer.status, codeOf(answer)]).toEqual([400, "validation_failed"]);
  });

  it("has one host", async () => {
    const answer = await sendRaw(api.url(""), `GET ${path} HTTP/1.1\r\n${await head("Host: a", "Host: b")}`);
    expect([answer.status, codeOf(answer)]).toEqual([400, "validation_failed"]);
  });

  it.each([
    ["too large headers", `GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["something that isn't HTTP", "hello\r\n\r\n", 400],
    ["a header without a colon", "GET /healthz HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400],
  ])("with %s is answered with a problem", async (_what, request, status) => {
    const answer = await sendRaw(api.url(""), request);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([status, { status, error: { message: /\w/ } }]);
    expect(answer.head).toContain("application/problem+json");
  });

  it("of a DELETE may be followed by a chunked body of nothing, and by nothing else without a type", async () => {
    const id = await started();
    const line = `DELETE /api/${api.tenantId}/${api.projectId}/async/operation/${id} HTTP/1.1`;
    const chunked = await head("Host: a", "Transfer-Encoding: chunked");
    expect((await sendRaw(api.url(""), `${line}\r\n${chunked}2\r\n{}\r\n0\r\n\r\n`)).status).toBe(415);
    expect((await sendRaw(api.url(""), `${line}\r\n${chunked}0\r\n\r\n`)).status).toBe(200);
  });

  it("OPTIONS is answered with the methods that a path has, without a token, too", async () => {
    for (const [target, allow] of [
      [path, "GET, HEAD, OPTIONS"],
      [`/api/${api.tenantId}/${api.projectId}/async/operation/op-1`, "GET, DELETE, HEAD, OPTIONS"],
      ["/healthz", "GET, HEAD, OPTIONS"],
    ] as const) {
      const answer = await api.call(api.url(target), { method: "OPTIONS", token: null });
      expect([target, answer.status, answer.headers.get("allow")]).toEqual([target, 204, allow]);
    }
    const all = await sendRaw(api.url(""), "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    expect([all.status, all.head]).toEqual([204, expect.stringContaining("Allow: GET, HEAD, POST, PATCH, DELETE")]);
    expect((await api.call("/nowhere", { method: "OPTIONS" })).status).toBe(404);
  });
});

describe("an Idempotency-Key", () => {
  it.each([
    ["bare and quoted", "abc-1", '"abc-1"'],
    ["with escapes, quoted twice", '"a\\"b\\\\c"', '"a\\"b\\\\c"'],
  ])("is the same %s, whatever slash or capitals the path is written with", async (_what, one, other) => {
    const keyed = (path: string, key: string) => api.call(path, { json: TRIAL, headers: { "idempotency-key": key } });
    const [first, ...rest] = [
      await keyed("/async/operation", one),
      await keyed("/async/operation/", other),
      await keyed("/Async/OPERATION", one),
    ];
    expect([first?.status, first?.headers.get("idempotent-replayed")]).toEqual([202, null]);
    for (const again of rest) {
      expect([again.headers.get("idempotent-replayed"), again.text]).toEqual(["true", first?.text]);
    }
  });

  it("of one operation's retry says nothing of another's", async () => {
    const ids = [await started(), await started()];
    for (const id of ids) await api.call(`/async/operation/${id}`, { method: "DELETE" });
    const retried = await Promise.all(
      ids.map((id) =>
        api.call(`/async/operation/${id}/retry`, { json: {}, headers: { "idempotency-key": "the-same" } }),
      ),
    );
    expect(retried.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(retried.map(({ body }) => body["newOperationId"] as string)).size).toBe(2);
  });

  it.each(["", '""', '"open', "with blank", "é", "x".repeat(256)])("can't be %j", async (key) => {
    const answer = await api.call("/async/operation", { json: TRIAL, headers: { "idempotency-key": encode(key) } });
    expect(answer.status).toBe(400);
  });

  /** Header values are bytes. */
  const encode = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
});

describe("ranges", () => {
  it("of the archive of results are what was asked for", async () => {
    const id = await started();
    const owned = await claim(api, id);
    for (const phaseIdx of [0, 1]) await runPhase(api, owned, phaseIdx);
    await api.call(`/async/operation/${id}`, { method: "DELETE" });
    const get = async (range?: string) => {
      const response = await fetch(api.project(`/async/operation/${id}/results?format=download`), {
        headers: { authorization: `Bearer ${await api.token()}`, ...(range === undefined ? {} : { range }) },
      });
      const { status, headers } = response;
      return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const { bytes: whole, headers } = await get();
    expect(headers.get("accept-ranges")).toBe("bytes");
    const { length } = whole;
    for (const [range, from, to] of [
      ["bytes=0-99", 0, 100],
      ["bytes=10-10", 10, 11],
      ["bytes=-50", length - 50, length],
      [`bytes=-${length + 5}`, 0, length],
      ["bytes=100-", 100, length],
      [`bytes=5-${length * 2}`, 5, length],
      ["Bytes=0-0", 0, 1],
    ] as const) {
      const part = await get(range);
      expect([range, part.status, part.headers.get("content-range")]).toEqual([
        range,
        206,
        `bytes ${from}-${to - 1}/${length}`,
      ]);
      expect(part.bytes.equals(whole.subarray(from, to))).toBe(true);
      expect(part.headers.get("content-length")).toBe(String(to - from));
    }
    for (const range of ["bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=a-b"]) {
      expect([range, (await get(range)).status]).toEqual([range, 200]);
    }
    for (const range of [`bytes=${length}-`, "bytes=-0", `bytes=${length}-${length + 9}`]) {
      expect([range, (await get(range)).status]).toEqual([range, 416]);
    }
  });
});

describe("If-Match", () => {
  it("changes a webhook only when it is still the version that the client knows", async () => {
    const id = await registered();
    const path = `/async/webhooks/${id}`;
    const patch = (webhookName: string, ifMatch?: string) =>
      api.call(path, {
        method: "PATCH",
        json: { webhookName },
        ...(ifMatch === undefined ? {} : { headers: { "if-match": ifMatch } }),
      });
    const tag = (await api.call(path)).headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[0-9a-f]+\.[0-9a-f]+"$/);
    const changed = await patch("one", tag);
    expect([changed.status, changed.headers.get("etag")]).toEqual([200, (await api.call(path)).headers.get("etag")]);
    const late = await patch("two", tag);
    expect([late.status, late.body["error"].code]).toEqual([412, "precondition_failed"]);
    expect((await api.call(path)).body["webhookName"]).toBe("one");
    expect((await patch("three", `"other", ${changed.headers.get("etag") ?? ""}`)).status).toBe(200);
    expect([(await patch("four", "*")).status, (await patch("five")).status]).toEqual([200, 200]);
    expect((await patch("six", `W/${(await api.call(path)).headers.get("etag")}`)).status).toBe(412);
    const gone = { method: "DELETE", headers: { "if-match": tag } };
    expect([(await api.call(path, gone)).status, (await api.call(path)).status]).toEqual([412, 200]);
    expect((await api.call(`/async/webhooks/wh-${randomUUID()}`, gone)).status).toBe(404);
  });

  it("lets exactly one of simultaneous changes through", async () => {
    const path = `/async/webhooks/${await registered()}`;
    const tag = (await api.call(path)).headers.get("etag") ?? "";
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        api.call(path, { method: "PATCH", json: { webhookName: `name ${n}` }, headers: { "if-match": tag } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(7);
  });
});

async function started(): Promise<string> {
  return String((await start(api)).body["operationId"]);
}

async function registered(): Promise<string> {
  const answer = await api.call("/async/webhooks", { json: { webhookUrl: "https://example.com/hook" } });
  return String(answer.body["webhookId"]);
}
