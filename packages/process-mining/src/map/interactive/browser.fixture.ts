import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The path of a browser on this machine, or null where there is none. */
export const BROWSER =
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path)) ?? null;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** A page that is open in a browser. */
export interface OpenPage {
  /** The value of an expression on the page, as JSON. */
  evaluate(expression: string): Promise<unknown>;
  /** The page's requests to network and disk, its own included. */
  readonly requests: readonly string[];
  /** Errors of its script, and what its policy refused. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** Opens a page in the browser, as a person would who downloaded it, and waits until it has loaded. */
export async function openPage(browserPath: string, html: string): Promise<OpenPage> {
  const folder = await mkdtemp(join(tmpdir(), "page-"));
  const path = join(folder, "page.html");
  await writeFile(path, html);
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-port=0",
    `--user-data-dir=${folder}`,
  ];
  const browser = spawn(browserPath, [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => browser.once("exit", resolve));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: browser.stderr }).on("line", (line) => {
      const [, found] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    browser.once("exit", (code) => reject(new Error(`the browser ended with ${code}`)));
  });
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const answers = new Map<number, (message: Message) => void>();
  const requests: string[] = [];
  const faults: string[] = [];
  const loaded = Promise.withResolvers<void>();
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) answers.get(message.id)?.(message);
    if (message.method === "Page.loadEventFired") loaded.resolve();
    if (message.method === "Network.requestWillBeSent") requests.push(JSON.stringify(message.params?.["documentURL"]));
    if (message.method === "Runtime.exceptionThrown" || message.method === "Log.entryAdded")
      faults.push(JSON.stringify(message.params));
  });
  let sent = 0;
  const call = async (method: string, params: object = {}, sessionId?: string) => {
    const id = ++sent;
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    const { result = {}, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const { targetId } = await call("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await call("Target.attachToTarget", { targetId, flatten: true });
  const session = String(sessionId);
  for (const domain of ["Page", "Network", "Runtime", "Log"]) await call(`${domain}.enable`, {}, session);
  await call("Page.navigate", { url: pathToFileURL(path).href }, session);
  await loaded.promise;
  return {
    evaluate: async (expression) => {
      const { result, exceptionDetails } = await call("Runtime.evaluate", { expression, returnByValue: true }, session);
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { readonly value?: unknown }).value;
    },
    requests,
    faults,
    close: async () => {
      browser.kill();
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
