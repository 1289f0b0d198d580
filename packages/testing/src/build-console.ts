import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BUILD = fileURLToPath(new URL("../../../apps/console/src/build/main.ts", import.meta.url));

/** Builds the console as it is now, so that a service that starts from now on serves that. */
export const buildConsole = (): Promise<unknown> => promisify(execFile)(process.execPath, [BUILD]);
