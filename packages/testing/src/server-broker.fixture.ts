/** A test runner of sorts: asks a broker for servers, tells where they are, and then lives until it is killed. */
import { findOnPath } from "./find-on-path.ts";
import { openServerBroker } from "./server-broker.ts";

const broker = await openServerBroker(findOnPath("redis-server"));
const response = await fetch(broker.url);
process.send?.({ type: "ready", servers: await response.json() });
process.on("message", () => undefined);
