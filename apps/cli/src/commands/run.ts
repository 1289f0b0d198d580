import type { Client, OperationTypes } from "@longhaul/sdk";
import { UsageError, type Command, type CommandContext, type Given } from "../command.ts";
import { firstOf } from "../first-of.ts";
import { readJson } from "./upload.ts";
import { WAIT_OPTIONS, watchToTheEnd } from "../watch-to-the-end.ts";

type OperationType = OperationTypes["operationTypes"][number];

export const run: Command = {
  name: "run",
  args: "<type>",
  about: "start an operation and follow it to its results",
  more: `<type> is an operation type or a part of its name, such as \`mining\` or \`report\`; \`longhaul types\` lists them.
Where it works on a dataset and none is given, it is the newest one. A report without sources is about the newest analysis.

  longhaul run mining --param analysisType=discovery
  longhaul run report --param 'exportFormats=["PDF"]' --save reports

Ctrl-C leaves the operation running; a second one within 5 seconds cancels it.`,
  options: {
    dataset: { short: "d", value: "id", about: "the dataset; else the newest one" },
    param: {
      short: "p",
      value: "name=value",
      isMultiple: true,
      about: "a parameter; its value is JSON or text, its name may have dots",
    },
    params: { value: "json", about: "all parameters, as JSON or a file of it" },
    name: { value: "name", about: "what the operation is called; else as its type" },
    priority: { value: "priority", about: "Low, Normal, High or Critical" },
    timeout: { value: "seconds", about: "when it runs out of time" },
    "idempotency-key": { value: "key", about: "the same for the same request, over restarts of this command" },
    ...WAIT_OPTIONS,
  },
  async run(context) {
    const { given, out, signal } = context;
    const client = await context.client();
    const type = findType(await client.operations.types({ signal }), given.arg(0));
    const parameters = await readParameters(context);
    if (type.needsDataset && parameters["datasetId"] === undefined) await addDataset(client, context, parameters);
    if (type.needsSources && parameters["sourceOperationIds"] === undefined)
      await addSource(client, context, parameters);
    const key = given.text("idempotency-key");
    const operation = await client.operations.start(
      {
        operationType: type.operationType,
        operationName: given.text("name") ?? type.operationType,
        parameters,
        ...settings(given),
      },
      { signal, ...(key === undefined ? {} : { idempotencyKey: key }) },
    );
    const { accepted } = operation;
    out.note(`${operation.id}  ${type.operationType}, ${accepted?.estimatedDuration ?? ""} expected`);
    if (given.flag("detach")) {
      out.result(accepted, () => [operation.id]);
      return "done";
    }
    return watchToTheEnd(context, client, operation);
  },
};

function settings(given: Given): Readonly<Record<string, unknown>> {
  const [priority, timeout] = [given.text("priority"), given.text("timeout")];
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(timeout === undefined ? {} : { timeout: valueOf(timeout) }),
  };
}

/** The type of a name, or the only one that has the word in it. */
function findType(types: readonly OperationType[], word: string): OperationType {
  const names = types.map(({ operationType }) => operationType).join(", ");
  const wanted = word.toLowerCase();
  const exact = types.find(({ operationType }) => operationType.toLowerCase() === wanted);
  const alike = types.filter(({ operationType }) => operationType.toLowerCase().includes(wanted));
  const found = exact ?? (alike.length === 1 ? alike[0] : undefined);
  if (found === undefined)
    throw new UsageError(
      `"${word}" is ${alike.length === 0 ? "no" : "more than one"} operation type; there are ${names}`,
    );
  return found;
}

async function readParameters({ given, folder }: CommandContext): Promise<Record<string, unknown>> {
  const whole = given.text("params");
  let parameters: Record<string, unknown> = whole === undefined ? {} : { ...(await readJson<object>(whole, folder)) };
  for (const text of given.texts("param")) {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`--param is name=value: ${text}`);
    parameters = withDeep(parameters, text.slice(0, at).split("."), valueOf(text.slice(at + 1)));
  }
  const dataset = given.text("dataset");
  return dataset === undefined ? parameters : { ...parameters, datasetId: dataset };
}

/** JSON where it is, else text. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A copy with the value at the path of names. */
function withDeep(
  target: Readonly<Record<string, unknown>>,
  [key = "", ...rest]: readonly string[],
  value: unknown,
): Record<string, unknown> {
  if (key === "__proto__" || key === "") throw new UsageError(`a parameter can't be called "${key}"`);
  if (rest.length === 0) return { ...target, [key]: value };
  const inner = new Map(Object.entries(target)).get(key);
  return { ...target, [key]: withDeep(typeof inner === "object" && inner !== null ? { ...inner } : {}, rest, value) };
}

async function addDataset(
  client: Client,
  { out, signal }: CommandContext,
  parameters: Record<string, unknown>,
): Promise<void> {
  const [newest] = await firstOf(client.datasets.list({ signal, kind: "log" }), 1);
  if (newest === undefined) throw new UsageError("there is no dataset yet: `longhaul upload <file>` makes one");
  out.note(`dataset ${newest.datasetId}  ${newest.name}`);
  parameters["datasetId"] = newest.datasetId;
}

async function addSource(
  client: Client,
  { out, signal }: CommandContext,
  parameters: Record<string, unknown>,
): Promise<void> {
  const filter = { signal, status: "Completed", operationType: "ProcessMiningAnalysis" };
  const [newest] = await firstOf(client.operations.list(filter), 1);
  if (newest === undefined)
    throw new UsageError("there is no analysis to report on yet: `longhaul run mining` makes one");
  out.note(`source ${newest.operationId}  ${newest.operationName}`);
  parameters["sourceOperationIds"] = [newest.operationId];
}
