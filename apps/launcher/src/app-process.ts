import { spawn } from "node:child_process";
import { sayLinesOf, type Say } from "./processes/output.ts";
import { describeEnding, sendSignal, waitForEnding, type LiveProcess } from "./processes/live-process.ts";

export interface AppProcessOptions {
  /** Path of the app's entry file. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: Say;
}

/** The message of an app that is ready: `{ type: "ready", … }`. */
export interface ReadyMessage {
  readonly type: "ready";
  /** The API's URL. */
  readonly url?: string;
}

/**
 * Starts an app in its own session, so that Ctrl-C in the terminal reaches only the launcher, which stops the apps in order.
 * Killing the app also kills the processes that it started.
 */
export function startAppProcess({ entry, env, say }: AppProcessOptions): LiveProcess<ReadyMessage> {
  const child = spawn(process.execPath, [entry], { detached: true, env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  // Both are pipes by the options above, but the types of `spawn` don't show it with a fourth channel.
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) {
      sayLinesOf(stream, say);
    }
  }
  const ended = waitForEnding(child);
  const ready = new Promise<ReadyMessage>((resolve, reject) => {
    child.on("message", (message) => {
      if (isReadyMessage(message)) {
        resolve(message);
      }
    });
    void ended.then((ending) => reject(new Error(`it ended with ${describeEnding(ending)} before it was ready`)));
  });
  return {
    ready,
    ended,
    askToStop: () => sendSignal(child.pid, "SIGTERM"),
    kill: () => sendSignal(child.pid === undefined ? undefined : -child.pid, "SIGKILL"),
  };
}

function isReadyMessage(message: unknown): message is ReadyMessage {
  return typeof message === "object" && message !== null && "type" in message && message.type === "ready";
}
