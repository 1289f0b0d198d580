import type { LauncherConfig } from "./config.ts";
import { findFreePortFrom, isPortFree } from "./processes/find-port.ts";
import type { Say } from "./processes/output.ts";

/**
 * The API's port: the one that the user chose, else the first free one from the default upwards.
 * @throws Error when the chosen port is taken
 */
export async function choosePort({ number, isChosen }: LauncherConfig["port"], say: Say): Promise<number> {
  if (await isPortFree(number)) {
    return number;
  }
  if (isChosen) {
    throw new Error(`port ${number} is taken: choose another one with PORT`);
  }
  const port = await findFreePortFrom(number + 1);
  say(`port ${number} is taken, so the API is on ${port}; PORT chooses another one`);
  return port;
}
