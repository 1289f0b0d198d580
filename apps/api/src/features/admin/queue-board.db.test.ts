import { appRoutes } from "@bull-board/api/dist/routes.js";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

describeEachBackend("the queue board", (backend) => {
  const api = useApi(backend);
  const get = async (path: string, headers: Record<string, string>) =>
    fetch(api.url(path), { headers, redirect: "manual" });
  const post = async (path: string, fields: Record<string, string>) =>
    fetch(api.url(path), { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });

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
    const isThere = async (): Promise<boolean> =>
      (await get(`/admin/queues/api/queues/operations/${b?.operationId}-0/flow`, { authorization })).status === 200;
    await waitFor(isThere, { what: "the flow" });
    const flow = await get(`/admin/queues/api/queues/operations/${b?.operationId}-0/flow`, { authorization });
    const { flowRoot } = (await flow.json()) as { flowRoot: FlowNode };
    expect(flowRoot).toMatchObject({ id: `${b?.operationId}-0`, name: "TrialInline", state: "waiting-children" });
    expect(flowRoot.children).toMatchObject([
      { id: `${b?.operationId}-after-${a?.operationId}`, name: "after TrialInline", state: "delayed" },
    ]);
    const { job } = (await (
      await get(`/admin/queues/api/queues/operations/${a?.operationId}-0`, { authorization })
    ).json()) as { job: object };
    const { tenantId, projectId } = api;
    expect(job).toMatchObject({
      name: "TrialInline",
      data: { operationName: "A", operationType: "TrialInline", priority: "Normal", tenantId, projectId },
    });
  });

  it("lets operators in by a bearer token, or by a form that keeps the token out of addresses", async () => {
    const admin = await api.token({ role: "admin" });
    expect((await get("/admin/queues", {})).status).toBe(401);
    expect((await get("/admin/queues", { authorization: `Bearer ${await api.token()}` })).status).toBe(403);
    expect((await get(`/admin/queues?token=${admin}`, {})).status).toBe(401);

    const form = await get("/admin/queues", { accept: "text/html" });
    expect([form.status, (await form.text()).includes('<form method="post" action="/admin/queues/sign-in">')]).toEqual([
      401,
      true,
    ]);
    for (const [token, status] of [
      ["nonsense", 401],
      [await api.token(), 403],
      ["", 401],
    ] as const) {
      const refused = await post("/admin/queues/sign-in", { token });
      expect([refused.status, refused.headers.get("set-cookie")]).toEqual([status, null]);
    }

    const entered = await post("/admin/queues/sign-in", { token: ` ${admin}\n` });
    const cookie = entered.headers.get("set-cookie") ?? "";
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/admin/queues"]);
    expect(cookie).toMatch(/Path=\/admin\/queues; HttpOnly; SameSite=Strict/);
    expect((await get("/admin/queues/api/queues", { cookie: cookie.split(";")[0] ?? "" })).status).toBe(200);
    const left = await post("/admin/queues/sign-out", {});
    expect([left.status, left.headers.get("set-cookie")?.startsWith("longhaul-admin=;")]).toEqual([303, true]);
  });

  it("loads nothing from elsewhere and allows no script but its own", async () => {
    const authorization = `Bearer ${await api.token({ role: "admin" })}`;
    for (const page of ["/admin/queues", "/admin/queues/queue/operations", "/admin/queues/sign-in"]) {
      const answer = await get(page, { authorization, accept: "text/html" });
      const policy = answer.headers.get("content-security-policy") ?? "";
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get("x-powered-by")).toBeNull();
      expect(policy).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(html).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
    }
    const script = /<script defer src="(?<path>static\/js\/main[^"]+)"/.exec(
      await (await get("/admin/queues", { authorization })).text(),
    )?.groups?.["path"];
    const loaded = await get(`/admin/queues/${script}`, { authorization });
    expect([loaded.status, loaded.headers.get("x-powered-by")]).toEqual([200, null]);
  });

  it("only reads: whatever would change a queue is refused, and changes nothing", async () => {
    const { body } = await api.call("/async/operation", {
      json: { operationName: "A", operationType: "TrialInline" },
    });
    const jobId = `${String(body["operationId"])}-0`;
    const queues = api.ctx().queues;
    await waitFor(() => queues.has("operations", jobId), { what: "the job" });
    const authorization = `Bearer ${await api.token({ role: "admin" })}`;
    for (const [method, path] of changes(jobId)) {
      const answer = await fetch(api.url(`/admin/queues${path}`), {
        method,
        headers: { authorization, "content-type": "application/json" },
        body: "{}",
      });
      expect([method, path, answer.status, answer.headers.get("allow")]).toEqual([method, path, 405, "GET, HEAD"]);
      expect((await fetch(api.url(`/admin/queues${path}`), { method })).status).toBe(401);
    }
    expect(await queues.has("operations", jobId)).toBe(true);
    for (const queue of queues.bullBoardQueues()) expect(await queue.isPaused()).toBe(false);
  });
});

interface FlowNode {
  readonly children: readonly FlowNode[];
}

/** Every route of Bull Board that isn't a GET, with its parameters filled in. */
const changes = (jobId: string): [method: string, path: string][] =>
  appRoutes.api.flatMap(({ method, route }) =>
    [method]
      .flat()
      .flatMap((name) =>
        name === "get"
          ? []
          : [route]
              .flat()
              .map((path): [string, string] => [
                name.toUpperCase(),
                path.replace(":queueName", "operations").replace(":jobId", jobId).replace(/:\w+/, "failed"),
              ]),
      ),
  );
