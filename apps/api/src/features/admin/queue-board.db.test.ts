import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

describeEachBackend("the queue board", (backend) => {
  const api = useApi(backend);
  const get = async (path: string, headers: Record<string, string>) =>
    fetch(api.url(path), { headers, redirect: "manual" });

  it("shows a batch as the tree that the queue holds", async () => {
    const operations = [
      { operationKey: "a", operationName: "A", operationType: "TrialInline" },
      { operationKey: "b", operationName: "B", operationType: "TrialInline", dependencies: ["a"] },
    ];
    const { body } = await api.call("/async/batch", { json: { batchName: "b", operations } });
    const [a, b] = body["operations"] as { operationId: string }[];
    const authorization = `Bearer ${await api.token({ role: "admin" })}`;
    const page = await get("/admin/queues", { authorization });
    expect([page.status, (await page.text()).includes("Longhaul queues")]).toEqual([200, true]);
    await expect
      .poll(
        async () =>
          (await get(`/admin/queues/api/queues/operations/${b?.operationId}-0/flow`, { authorization })).status,
      )
      .toBe(200);
    const flow = await get(`/admin/queues/api/queues/operations/${b?.operationId}-0/flow`, { authorization });
    const text = await flow.text();
    expect(text).toContain(`${b?.operationId}-after-${a?.operationId}`);
  });

  it("is for operators, by a bearer token or a cookie", async () => {
    expect((await get("/admin/queues", {})).status).toBe(401);
    expect((await get("/admin/queues", { authorization: `Bearer ${await api.token()}` })).status).toBe(403);
    const entered = await get(`/admin/queues?token=${await api.token({ role: "admin" })}`, {});
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect([entered.status, entered.headers.get("location"), /HttpOnly.*SameSite=Strict/.test(cookie)]).toEqual([
      303,
      "/admin/queues",
      true,
    ]);
    expect((await get("/admin/queues/api/queues", { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
  });
});
