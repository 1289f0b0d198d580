import { fileURLToPath, pathToFileURL } from "node:url";
import { inject } from "vitest";
import type { BundledApps } from "./bundle-apps.ts";
import type { Backend, SharedProduct, TestServers } from "./provided-context.ts";

let apps: Promise<BundledApps> | null = null;
let servers: Promise<TestServers> | null = null;

/** The servers of this test run; the first to ask in a run waits until they have started (a few seconds). */
export function getTestServers(): Promise<TestServers> {
  servers ??= askBroker<TestServers>("/");
  return servers;
}

/** Programs that this run has joined into few files each; none where a test file has no servers. */
export function getBundledApps(): Promise<BundledApps> {
  apps ??= brokerUrl() === undefined ? Promise.resolve({}) : askBroker<BundledApps>("/apps");
  return apps;
}

/** The module that a module of operations, by its URL, was joined into, beside the programs; null where it wasn't. */
export function bundledModule(bundled: BundledApps, module: string): string | null {
  const joined = module.startsWith("file:") ? bundled[fileURLToPath(module)] : undefined;
  return joined === undefined ? null : pathToFileURL(joined).href;
}

/** API and worker that the test files of this run share; the first to ask waits until they have started. */
export const getSharedProduct = (backend: Backend): Promise<SharedProduct> =>
  askBroker<SharedProduct>(`/products/${backend}`);

const brokerUrl = (): string | undefined => inject("testServersUrl");

async function askBroker<T>(path: string): Promise<T> {
  const url = brokerUrl();
  if (url === undefined) {
    throw new Error("there are no servers for this test file: its name must end in .db.test.ts");
  }
  const response = await fetch(new URL(path, url));
  const body = await response.text();
  if (!response.ok) {
    throw new Error(body);
  }
  return JSON.parse(body) as T;
}
