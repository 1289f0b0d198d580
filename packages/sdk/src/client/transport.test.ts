import { describe, expect, it } from "vitest";
import { createClient, LonghaulError, type ClientOptions } from "../index.ts";

function clientOf(answers: readonly (() => Response)[], options: Partial<ClientOptions> = {}) {
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push(new Request(input, init));
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer === undefined) throw new Error("nobody asked");
    return answer();
  };
  return {
    asked,
    client: createClient({ url: "http://here/", tenantId: "t", projectId: "p", token: "x", fetch, ...options }),
  };
}
const now = { "retry-after": "0" };
const later = (status: number) => (): Response => Response.json({}, { status, headers: now });
const accepted = (): Response => Response.json({ operationId: "op-1" });
const START = { operationType: "T", operationName: "n" };

describe("the transport", () => {
  it.each([429, 502, 503, 504])("sends a POST again after %i, with the same key", async (status) => {
    const { client, asked } = clientOf([later(status), later(status), accepted]);
    expect((await client.operations.start(START)).id).toBe("op-1");
    const keys = asked.map(({ headers }) => headers.get("idempotency-key"));
    expect([asked.length, new Set(keys).size, keys[0]]).toEqual([3, 1, expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect(asked[0]?.url).toBe("http://here/api/t/p/async/operation");
  });

  it("doesn't send again what was refused, nor wait longer than five minutes", async () => {
    const refused = clientOf([() => Response.json({}, { status: 400 })]);
    await expect(refused.client.operations.start(START)).rejects.toMatchObject({ status: 400, code: "not_json" });
    expect(refused.asked).toHaveLength(1);
    const tomorrow = clientOf([() => Response.json({}, { status: 503, headers: { "retry-after": "86400" } })]);
    await expect(tomorrow.client.ping()).rejects.toBeInstanceOf(LonghaulError);
    expect(tomorrow.asked).toHaveLength(1);
  });

  it("sends again what a quota refused only when it is told when", async () => {
    const problem = { status: 429, detail: "full", error: { code: "quota_exceeded", details: {} } };
    const full = clientOf([() => Response.json(problem, { status: 429 })]);
    await expect(full.client.operations.start(START)).rejects.toMatchObject({ status: 429, code: "quota_exceeded" });
    expect(full.asked).toHaveLength(1);
    const soon = clientOf([() => Response.json(problem, { status: 429, headers: now }), accepted]);
    expect((await soon.client.operations.start(START)).id).toBe("op-1");
  });

  it("takes Retry-After as a date, too", async () => {
    const past = (): Response =>
      Response.json({}, { status: 503, headers: { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" } });
    const { client, asked } = clientOf([past, () => Response.json({ subject: "ann" })]);
    expect((await client.ping()).subject).toBe("ann");
    expect(asked).toHaveLength(2);
  });

  it("asks for the token at each attempt, for it may be renewed meanwhile", async () => {
    let count = 0;
    const { client, asked } = clientOf([later(503), () => Response.json({})], { token: async () => `t${++count}` });
    await client.ping();
    expect(asked.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer t1", "Bearer t2"]);
  });

  it("tells how much of an upload was sent, in the end all of it", async () => {
    const sent: number[] = [];
    const { client, asked } = clientOf([() => Response.json({ datasetId: "d", status: "Ready" })]);
    const file = new Blob(["x".repeat(300_000)]);
    await client.datasets.upload(file, "x.csv", { onSent: (bytes) => sent.push(bytes) });
    const body = await asked[0]?.arrayBuffer();
    expect(sent.at(-1)).toBe(body?.byteLength);
    expect(sent.at(-1)).toBeGreaterThan(300_000);
    expect(sent).toEqual(sent.toSorted((one, other) => one - other));
  });
});
