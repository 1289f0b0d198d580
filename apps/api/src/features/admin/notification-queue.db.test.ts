import { appRoutes } from "@bull-board/api/dist/routes.js";
import { claimMessages, recordMessage } from "@longhaul/testing";
import { beforeAll, expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

const api = useApi();

async function look(path: string): Promise<Response> {
  const authorization = `Bearer ${await api.token({ role: "admin" })}`;
  return fetch(api.url(`/admin/queues/api/queues${path}`), { headers: { authorization } });
}

/** Ends an operation of which people are to be told. */
async function end(): Promise<string> {
  const notifications = { email: ["ann@example.com"], slack: { channel: "#ops" } };
  const json = { operationType: "Trial", operationName: "Nightly", notifications };
  const operationId = String((await api.call("/async/operation", { json })).body["operationId"]);
  expect((await api.call(`/async/operation/${operationId}`, { method: "DELETE" })).status).toBe(200);
  return operationId;
}

let operationId: string;
let failed: string;
beforeAll(async () => {
  operationId = await end();
  const { fleetDb: db } = api.ctx();
  for (const claimed of await claimMessages(db)) {
    if (claimed.message.kind === "slack") failed = claimed.delivery.id;
    await recordMessage(
      db,
      claimed,
      claimed.message.kind === "slack"
        ? { outcome: "rejected", after: { status: "Failed" }, effect: "refused", error: "channel_not_found" }
        : {
            outcome: "not_sent",
            after: { status: "Pending", retryInMs: 3_600_000 },
            effect: "failure",
            error: "the mail server is busy",
          },
    );
  }
  await end();
});

it("the board shows messages to people that haven't arrived, with why and when they are sent again", async () => {
  const { queues } = (await (await look("?activeQueue=notifications&status=latest")).json()) as {
    queues: { name: string; jobs: object[]; counts: object }[];
  };
  const queue = queues.find(({ name }) => name === "notifications");
  expect(queue).toMatchObject({
    counts: { active: 0, waiting: 2, delayed: 1, failed: 1, completed: 0 },
    statuses: ["latest", "active", "waiting", "delayed", "failed"],
    readOnlyMode: true,
  });
  expect(queue?.jobs).toHaveLength(4);
  const { job, status } = (await (await look(`/notifications/${failed}`)).json()) as { job: object; status: string };
  expect(status).toBe("failed");
  expect(job).toMatchObject({
    name: "slack",
    failedReason: "channel_not_found",
    attempts: 1,
    data: {
      channel: "#ops",
      operationId,
      operationType: "Trial",
      operationName: "Nightly",
      operationStatus: "Cancelled",
      tenantId: api.tenantId,
      projectId: api.projectId,
    },
  });
  expect(await (await look(`/notifications/${failed}/logs`)).json()).toEqual([
    expect.stringMatching(/Z attempt 1: rejected after 1 ms: channel_not_found$/),
  ]);
  expect(JSON.stringify(queue)).not.toContain("ann@");
});

it.each(["deliveries", "notifications"])("no look of the board at %s, or at one of them, is a fault", async (queue) => {
  const looks = appRoutes.api
    .filter(({ method }) => [method].flat().includes("get"))
    .flatMap(({ route }) => [route].flat())
    .filter((route) => route.includes(":queueName"));
  expect(looks.length).toBeGreaterThan(5);
  const paths = looks
    .flatMap((route) => [failed, "none", "%00"].map((id) => route.replace(":queueName", queue).replace(":jobId", id)))
    .flatMap((path) => [path, `${path}?root=node`]);
  const faults: string[] = [];
  for (const path of paths) {
    const { status } = await look(path.replace("/api/queues", ""));
    if (status >= 500) faults.push(`${status} ${path}`);
  }
  expect(faults).toEqual([]);
  expect((await look(`/${queue}/none`)).status).toBe(404);
});
