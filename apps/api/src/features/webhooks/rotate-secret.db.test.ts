import { callbackSecretContext, createSecretBox, findCallbackSecret, type SealedSecret } from "@longhaul/db";
import { describe, expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();
const DAY_MS = 86_400_000;
const FIRST = "the first secret";

interface Subject {
  rotate(secret: string, key?: string): Promise<Answer>;
  /** What a rotation answers or a GET tells of the secrets that were replaced. */
  expires(body: Answer["body"]): string | undefined;
  get(): Promise<Answer["body"]>;
  /** The secrets that sign, the current one first, with their ends. */
  signing(): Promise<[string, string | null][]>;
  /** Lets all the secrets that sign too end so much earlier. */
  shift(ms: number): Promise<unknown>;
}

const open = (sealed: SealedSecret, context: string): string =>
  createSecretBox(api.ctx().config.secretsKeys).open(sealed, context);
const post = (path: string, secret: string, key?: string) =>
  api.call(path, { json: { secret }, ...(key === undefined ? {} : { headers: { "Idempotency-Key": key } }) });
const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;
const shiftSql = (table: string): string => `UPDATE ${table} SET previous_secrets = (
  SELECT jsonb_agg(jsonb_set(p, '{expires}', to_jsonb((p->>'expires')::timestamptz - $1 * interval '1 millisecond')))
  FROM jsonb_array_elements(previous_secrets) p) WHERE previous_secrets <> '[]'`;

async function aWebhook(): Promise<Subject> {
  const authentication = { type: "hmac-sha256", secret: FIRST };
  const { body } = await api.call("/async/webhooks", { json: { webhookUrl: "https://app.example/", authentication } });
  const id = String(body["webhookId"]);
  return {
    rotate: (secret, key) => post(`/async/webhooks/${id}/rotate-secret`, secret, key),
    expires: (answer) => (answer["authentication"] ?? answer)["previousSecretExpires"],
    get: async () => (await api.call(`/async/webhooks/${id}`)).body,
    async signing() {
      const { rows } = await api.ctx().fleetDb.query<{
        secret: SealedSecret;
        previous: { secret: SealedSecret; expires: string }[];
      }>("SELECT secret, live_secrets(previous_secrets) AS previous FROM webhooks WHERE id = $1", [id]);
      const [row] = rows;
      if (row === undefined) throw new Error("no webhook");
      return [
        [open(row.secret, id), null],
        ...row.previous.map(({ secret, expires }): [string, string] => [open(secret, id), toSecond(new Date(expires))]),
      ];
    },
    shift: (ms) => api.ctx().fleetDb.query(shiftSql("webhooks"), [ms]),
  };
}

async function theCallbacks(): Promise<Subject> {
  const path = "/async/callback-signing";
  const scope = { tenantId: api.tenantId, projectId: api.projectId };
  await api.ctx().fleetDb.query("DELETE FROM callback_secrets");
  await post(`${path}/rotate-secret`, FIRST);
  return {
    rotate: (secret, key) => post(`${path}/rotate-secret`, secret, key),
    expires: (answer) => answer["hmacSecret"]["previousSecretExpires"],
    get: async () => (await api.call(path)).body,
    async signing() {
      const found = await findCallbackSecret(api.ctx().fleetDb, scope);
      if (found === null) throw new Error("no secret");
      const context = callbackSecretContext(scope);
      return [
        [open(found.secret, context), null],
        ...found.previousSecrets.map(({ secret, expires }): [string, string] => [
          open(secret, context),
          toSecond(expires),
        ]),
      ];
    },
    shift: (ms) => api.ctx().fleetDb.query(shiftSql("callback_secrets"), [ms]),
  };
}

describe.each([
  ["a webhook", aWebhook],
  ["a project's callbacks", theCallbacks],
])("the secret of %s", (_what, create) => {
  it("that was replaced signs too for a day", async () => {
    const subject = await create();
    expect(subject.expires(await subject.get())).toBeUndefined();
    const before = Date.now();
    const answer = await subject.rotate("the second secret");
    expect(answer.status).toBe(200);
    const expires = subject.expires(answer.body) ?? "";
    expect(Date.parse(expires)).toBeGreaterThanOrEqual(before + DAY_MS - 1000);
    expect(Date.parse(expires)).toBeLessThanOrEqual(Date.now() + DAY_MS);
    expect(await subject.signing()).toEqual([
      ["the second secret", null],
      [FIRST, expires],
    ]);
    expect(subject.expires(await subject.get())).toBe(expires);
  });

  it.each([
    ["without a key", undefined, undefined],
    ["with another key", "key-a", "key-b"],
  ])("keeps that end when the same request comes again %s", async (_how, firstKey, secondKey) => {
    const subject = await create();
    const first = await subject.rotate("the second secret", firstKey);
    await subject.shift(3_600_000);
    const told = await subject.signing();
    const again = await subject.rotate("the second secret", secondKey);
    expect([again.status, await subject.signing()]).toEqual([200, told]);
    const moved = Date.parse(subject.expires(first.body) ?? "") - Date.parse(subject.expires(again.body) ?? "");
    expect(Math.abs(moved - 3_600_000)).toBeLessThanOrEqual(1000);
    await subject.shift(DAY_MS);
    const last = await subject.rotate("the second secret");
    expect([last.status, subject.expires(last.body)]).toEqual([200, undefined]);
    expect(await subject.signing()).toEqual([["the second secret", null]]);
  });

  it("keeps its own end whatever replaces it and however often, also when ten ask at once", async () => {
    const subject = await create();
    await subject.rotate("the second secret");
    await subject.shift(3_600_000);
    const [, first] = await subject.signing();
    await subject.rotate("the third secret");
    const [, second, ...others] = await subject.signing();
    expect([second?.[0], others]).toEqual(["the second secret", [first]]);
    await Promise.all(Array.from({ length: 10 }, () => subject.rotate("the fourth secret")));
    expect((await subject.signing()).map(([secret]) => secret)).toEqual([
      "the fourth secret",
      "the third secret",
      "the second secret",
      FIRST,
    ]);
    await subject.shift(DAY_MS - 1_800_000);
    expect((await subject.signing()).map(([secret]) => secret)).toEqual([
      "the fourth secret",
      "the third secret",
      "the second secret",
    ]);
  });

  it("may come back, and then signs once", async () => {
    const subject = await create();
    await subject.rotate("the second secret");
    await subject.rotate(FIRST);
    expect((await subject.signing()).map(([secret]) => secret)).toEqual([FIRST, "the second secret"]);
  });

  it("has at most ten before it; one more is refused with the time when there is room", async () => {
    const subject = await create();
    for (let n = 1; n <= 10; n++) expect((await subject.rotate(`secret number ${n}`)).status).toBe(200);
    const full = await subject.signing();
    const refused = await subject.rotate("one too many");
    expect(refused.status).toBe(409);
    expect(refused.body["detail"]).toContain(`rotate again when the first of them has ended, at ${full.at(-1)?.[1]}`);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(80_000);
    expect(await subject.signing()).toEqual(full);
    // What it has already, and what comes back, needs no room.
    expect((await subject.rotate("secret number 10")).status).toBe(200);
    expect((await subject.rotate(FIRST)).status).toBe(200);
    await subject.shift(DAY_MS);
    expect((await subject.rotate("one too many")).status).toBe(200);
  });
});

it("of a webhook without one can't be rotated", async () => {
  const { body } = await api.call("/async/webhooks", { json: { webhookUrl: "https://app.example/" } });
  const answer = await post(`/async/webhooks/${body["webhookId"]}/rotate-secret`, "a new secret");
  expect([answer.status, answer.body["detail"]]).toEqual([409, expect.stringContaining("no secret to rotate")]);
  expect((await post("/async/webhooks/wh-none/rotate-secret", "a new secret")).status).toBe(404);
});

it("that PATCH replaces ends at once, those that were rotated before it keep their ends", async () => {
  const subject = await aWebhook();
  await subject.rotate("the second secret");
  const { webhookId } = await subject.get();
  const patch = (secret: string) =>
    api.call(`/async/webhooks/${webhookId}`, {
      method: "PATCH",
      json: { authentication: { type: "hmac-sha256", secret } },
    });
  const before = await subject.signing();
  await patch("the second secret");
  expect(await subject.signing()).toEqual(before);
  await patch("the third secret");
  expect(await subject.signing()).toEqual([["the third secret", null], ...before.slice(1)]);
});
