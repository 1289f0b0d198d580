/** A launcher of sorts: starts the service over IPC with its output in pipes, and tells when that is ready. */
import { fork } from "node:child_process";

const child = fork(new URL("./service.fixture.ts", import.meta.url), { stdio: ["ignore", "pipe", "pipe", "ipc"] });
child.once("message", () => process.send?.({ pid: child.pid }));
