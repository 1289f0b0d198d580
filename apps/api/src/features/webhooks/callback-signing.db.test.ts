import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

const api = useApi();
const PATH = "/async/callback-signing";
const rotate = (secret: string, token?: string) =>
  api.call(`${PATH}/rotate-secret`, { json: { secret }, ...(token === undefined ? {} : { token }) });

it("shows administrators how callbacks are signed, and takes secrets that it never tells", async () => {
  const before = await api.call(PATH);
  expect(before.body).toEqual({ publicKeys: [expect.stringMatching(/^whpk_/)], hmacSecret: null });
  const published = await api.call(api.url(`/.well-known/webhook-keys/${api.tenantId}/${api.projectId}`));
  expect(published.body["keys"][0].publicKey).toBe(before.body["publicKeys"][0]);

  const first = await rotate("the first secret");
  expect([first.status, first.body["hmacSecret"]]).toEqual([200, { changedAt: expect.any(String) }]);
  const second = await rotate("the second secret");
  const { changedAt, previousSecretExpires } = second.body["hmacSecret"] as Record<string, string>;
  expect(Date.parse(previousSecretExpires ?? "") - Date.parse(changedAt ?? "")).toBe(86_400_000);
  const after = await api.call(PATH);
  expect(after.body).toEqual(second.body);
  expect(first.text + second.text + after.text).not.toContain('secret"');

  const { rows } = await api.ctx().fleetDb.query<{ row: string }>("SELECT c::text AS row FROM callback_secrets c");
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).toContain("ann");
  expect(rows[0]?.row).not.toMatch(/first secret|second secret/);
});

it("refuses everybody else, and secrets that are none", async () => {
  const member = await api.token({ tenants: { [api.tenantId]: { projects: "*", role: "member" } } });
  const operator = await api.token({ role: "admin", tenants: { [api.tenantId]: { projects: "*" } } });
  const stranger = await api.token({ role: "admin", tenants: { [randomUUID()]: { projects: "*" } } });
  for (const token of [member, stranger]) {
    const status = token === member ? 403 : 404;
    expect([(await api.call(PATH, { token })).status, (await rotate("a good secret", token)).status]).toEqual([
      status,
      status,
    ]);
  }
  expect((await api.call(PATH, { token: operator })).status).toBe(200);
  expect((await rotate("")).status).toBe(400);
});
