import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import { PYTHON, PYTHON_SDK, startPython, type ExampleProcess } from "./start-example.ts";
import { useService } from "./use-service.ts";

const RECEIPT = fileURLToPath(new URL("../../../event-log/fixtures/receipt.xes.gz", import.meta.url));

const CONNECT = `
import asyncio, json, os, sys
from longhaul import *
project = [os.environ["LONGHAUL_" + name] for name in ("URL", "TENANT", "PROJECT", "TOKEN")]
client = Client(*project, max_retries=100)
`;

describe.skipIf(PYTHON === null)("the Python client", () => {
  const service = useService(postgresBackend());
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-python-"));
    await cp(RECEIPT, join(folder, "receipt.xes.gz"));
    const lines = Array.from({ length: 300 }, (_, at) =>
      ["Receive", "Check", ...(at % 3 === 0 ? ["Repair"] : []), "Ship"]
        .map((step, n) => `c${at},${step},${new Date(Date.UTC(2024, 0, 1 + (at % 60), 8 + n)).toISOString()}\n`)
        .join(""),
    );
    await writeFile(join(folder, "orders.csv"), `case,activity,timestamp\n${lines.join("")}`);
    const readme = (await readFile(join(PYTHON_SDK, "README.md"), "utf8")).matchAll(/^```python\n(.*?)^```$/gms);
    for (const [at, [, code = ""]] of [...readme].entries()) await writeFile(join(folder, `example${at}.py`), code);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function python(args: readonly string[], more: Readonly<Record<string, string>> = {}): ExampleProcess {
    const { url, tenantId, projectId, token } = service.connection();
    const project = {
      LONGHAUL_URL: url,
      LONGHAUL_TENANT: tenantId,
      LONGHAUL_PROJECT: projectId,
      LONGHAUL_TOKEN: token,
    };
    return startPython(args, { cwd: folder, env: { ...project, ...more } });
  }
  const run = (code: string, ...args: readonly string[]): Promise<string> =>
    python(["-c", CONNECT + code, ...args]).ended;

  it("passes its own tests", async () => {
    const tests = startPython(["-m", "unittest", "discover", "-t", ".", "-s", "tests"], { cwd: PYTHON_SDK });
    expect(await tests.ended).toMatch(/Ran \d\d+ tests[^]*OK/);
  });

  it("runs the first examples of its README, word for word", async () => {
    expect(await python(["example0.py"]).ended).toMatch(/operation\.completed 100\n1434 cases, \d+ files\n$/);
    expect(await python(["example1.py"]).ended).toMatch(/Completed 100\n(.* \d+ bytes\n)+$/);
  });

  it("comes to the right end of result() though API, worker and client crash meanwhile", async () => {
    const first = python([
      "-c",
      `${CONNECT}
dataset = client.datasets.upload("receipt.xes.gz")
operation = client.operations.start("ProcessMiningAnalysis", {"datasetId": dataset["datasetId"], "analysisType": "discovery"})
print(operation.id, flush=True)
operation.result()
`,
    ]);
    await waitFor(() => first.told().includes("\n"), { what: "the operation's id" });
    const id = first.told().trim();
    first.kill();
    const second = run(
      `
operation = client.operations.resume(sys.argv[1])
print(operation.result()["summary"]["casesAnalyzed"], [event["type"] for event in operation.watch()][-1])
`,
      id,
    );
    const awaited = run(
      `
async def main():
    operation = AsyncClient(*project, max_retries=100).resume(sys.argv[1])
    print([event["type"] async for event in operation.watch()].count("operation.completed"))
asyncio.run(main())
`,
      id,
    );
    await service.crash("api");
    await service.crash("operations-worker");
    expect(await second).toBe("1434 operation.completed\n");
    expect(await awaited).toBe("1\n");
  });

  it("tells faults, ends and retries as what they are", async () => {
    const { body } = await service.upload(await readFile(join(folder, "orders.csv")));
    const cancelled = await service.withoutWorker(() =>
      run(`
parameters = {"datasetId": "${String(body["datasetId"])}", "analysisType": "discovery"}
operation = client.operations.start("ProcessMiningAnalysis", parameters, name="é cancelled")
operation.cancel("changed my mind")
print(operation.id, end="")
`),
    );
    const told = await run(`
seen = []
dataset = client.datasets.upload("orders.csv", name="Orders", on_sent=lambda sent, size: seen.append(sent == size))
parameters = {"datasetId": dataset["datasetId"], "analysisType": "discovery"}
print("sent", seen[-1], [each["name"] for each in client.datasets.list(page_size=1)][0])
try:
    client.operations.start("ProcessMiningAnalysis", {**parameters, "analysisType": "guess"})
except LonghaulError as err:
    print(err.status, err.code, [fault["pointer"] for fault in err.errors], err.request_id is not None)
one, again = (client.operations.start("ProcessMiningAnalysis", parameters, idempotency_key="once") for _ in range(2))
print("once", one.id == again.id)
operation = client.operations.resume("${cancelled}")
try:
    operation.result()
except OperationEnded as err:
    print(err.operation["status"], err)
print(operation.plan_retry()["originalOperationId"] == operation.id)
retry = operation.retry()
print(retry.id != operation.id, retry.ended()["status"], retry.archive()[:2], len(list(retry.logs())) > 0)
try:
    client.datasets.upload(b"no log", "x.csv")
except (ImportFailed, LonghaulError) as err:
    print("refused", type(err).__name__)
`);
    expect(told.split("\n")).toEqual([
      "sent True Orders",
      "400 validation_failed ['/parameters/analysisType'] True",
      "once True",
      expect.stringMatching(/^Cancelled é cancelled ended as Cancelled: /),
      "True",
      "True Completed b'PK' True",
      expect.stringMatching(/^refused /),
      "",
    ]);
  });

  it("makes versions of a dataset, and has one back as a file", async () => {
    const told = await run(`
dataset = client.datasets.upload("orders.csv")["datasetId"]
lines = b"case,activity,timestamp\\nx1,Receive,2024-03-01T08:00:00Z\\n"
print(client.datasets.append(dataset, lines, "march.csv")["counts"]["cases"])
print(client.datasets.replace(dataset, lines, "march.csv")["counts"]["cases"])
print(client.datasets.restore(dataset, 2)["version"], [each["version"] for each in client.datasets.versions(dataset, page_size=3)])
exported = client.datasets.export(dataset, "csv", version=3)
print(exported["fileName"], client.download(exported).decode().split()[-1])
try:
    client.datasets.append(dataset, lines, "march.csv", if_match='"1"')
except LonghaulError as err:
    print(err.status)
`);
    expect(told.split("\n")).toEqual([
      "301",
      "1",
      "4 [4, 3, 2, 1]",
      "orders.csv x1,Receive,2024-03-01T08:00:00.000000Z",
      "412",
      "",
    ]);
  });

  it("follows and cancels imports under asyncio", async () => {
    const told = await service.withoutWorker(() =>
      run(`
async def main():
    client = AsyncClient(*project, max_retries=100)
    upload = asyncio.create_task(client.upload("orders.csv", name="asyncio"))
    found = []
    while not found:
        found = [each async for each in client.list_datasets(status="Importing") if each["name"] == "asyncio"]
    id = found[0]["datasetId"]
    print((await client.cancel_import(id, "changed my mind", version=1))["status"])
    try:
        await upload
    except ImportFailed:
        print("not imported")
    print([event["type"] async for event in client.watch_import(id)][-1])
    try:
        await client.cancel_import(id, version=2)
    except LonghaulError as err:
        print(err.status, [fault["pointer"] for fault in err.errors])
asyncio.run(main())
`),
    );
    expect(told.split("\n")).toEqual(["Cancelled", "not imported", "dataset.cancelled", "400 ['/version']", ""]);
  });

  it("makes keys, tells quotas, and verifies the audit log", async () => {
    const tenants = { [service.tenantId]: { projects: "*", role: "admin" } };
    const admin = { LONGHAUL_TOKEN: await service.mintToken({ tenants }) };
    const code = `
created = client.api_keys.create("ci", ["read"], expiresInDays=1)
again = client.api_keys.rotate(created["keyId"], overlap_hours=0)
by_key = Client(*project[:3], again["apiKey"])
print(by_key.ping()["permissions"], [key["keyName"] for key in client.api_keys.list(page_size=1)])
print(client.api_keys.get(created["keyId"])["keyId"] == created["keyId"])
try:
    by_key.api_keys.delete(created["keyId"])
except LonghaulError as err:
    print(err.status)
client.api_keys.delete(created["keyId"])
print([each["limit"] for each in client.quotas.change({"project": {"webhooks": 7}})["quotas"] if not each["isDefault"]])
import time
mine = {"changeQuotas", "createApiKey", "deleteApiKey", "rotateApiKey"}
while not mine <= {entry["call"]["action"] for entry in client.audit.list()}:
    time.sleep(0.2)
verdict = client.audit.verify()
print(verdict.fault, len(verdict.last_hash))
`;
    const told = await python(["-c", CONNECT + code], admin).ended;
    expect(told.split("\n")).toEqual(["['read'] ['ci']", "True", "403", "[7]", "None 64", ""]);
  });

  it("has the document's class, whose methods answer what the sample's do", async () => {
    const told = await run(`
dataset = client.datasets.upload("orders.csv")
manager = AsyncOperationManager(*project)
started = manager.start_operation("ProcessMiningAnalysis", "Drop-in", {"datasetId": dataset["datasetId"]})
client.operations.resume(started["operationId"]).ended()
print(manager.get_operation_status(started["operationId"])["status"])
print("summary" in manager.get_operation_results(started["operationId"], include_artifacts=False))
print(len(manager.list_operations(status="Completed", page_size=1)["operations"]))
print(manager.cancel_operation(started["operationId"])["error"]["code"])
print(manager.retry_operation(started["operationId"], "restart").keys() & {"newOperationId", "error"} != set())
print("webhookId" in manager.register_webhook("https://example.com/hook", ["operation.completed"]))
try:
    AsyncOperationManager(*project, raises=True).get_operation_status("nothing")
except LonghaulError as err:
    print(err.status in (400, 404))
`);
    expect(told.split("\n")).toEqual(["Completed", "True", "1", "conflict", "True", "True", "True", ""]);
  });

  it("verifies what was signed with a secret or a project's key: the receiver of its README", async () => {
    const pair = generateKeyPairSync("ed25519");
    const publicKey = `whpk_${pair.publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64")}`;
    const secret = `whsec_${randomBytes(24).toString("base64")}`;
    const hmac = (content: string): string =>
      `v1,${createHmac("sha256", Buffer.from(secret.slice(6), "base64"))
        .update(content)
        .digest("base64")}`;
    const ed25519 = (content: string): string =>
      `v1a,${sign(null, Buffer.from(content), pair.privateKey).toString("base64")}`;
    for (const [key, signed] of [
      [secret, hmac],
      [publicKey, ed25519],
    ] as const) {
      const receiver = python(["example2.py"], { WEBHOOK_SECRET: key, PORT: "0" });
      const listening = /listening on (\d+)/;
      await waitFor(() => listening.test(receiver.told()), { what: "the receiver" });
      const url = `http://127.0.0.1:${listening.exec(receiver.told())?.[1] ?? ""}`;
      const body = JSON.stringify({ type: "operation.completed", data: { operationId: "é-1" } });
      const timestamp = String(Math.floor(Date.now() / 1000));
      const deliver = async (sent: string): Promise<number> => {
        const headers = {
          "webhook-id": "m1",
          "webhook-timestamp": timestamp,
          "webhook-signature": signed(`m1.${timestamp}.${body}`),
        };
        return (await fetch(url, { method: "POST", headers, body: sent })).status;
      };
      expect([await deliver(body), await deliver(`${body} `)]).toEqual([204, 400]);
      expect(receiver.told()).toContain("operation.completed é-1");
      receiver.kill();
    }
  });
});
