import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "./find-free-port.ts";
import { findOnPath } from "./find-on-path.ts";
import { isListening } from "./is-listening.ts";
import { stopProcess } from "./stop-process.ts";
import { waitFor } from "./wait-for.ts";

/** pgBouncer of this machine; null where it has none. */
export function findPooler(): string | null {
  const usual = "/usr/sbin/pgbouncer";
  return findOnPath("pgbouncer") ?? (existsSync(usual) ? usual : null);
}

/** A pgBouncer before a database, which drops what connections start with, as its manual advises for options it doesn't know. */
export async function startPooler(
  executable: string,
  databaseUrl: string,
  mode: "session" | "transaction",
  more = "",
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const [folder, port, to] = [
    await mkdtemp(join(tmpdir(), "longhaul-pooler-")),
    await findFreePort(),
    new URL(databaseUrl),
  ];
  const settings = join(folder, "pgbouncer.ini");
  await writeFile(
    settings,
    `[databases]
* = host=${to.hostname} port=${to.port} user=${to.username} password=${to.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
auth_type = any
unix_socket_dir =
pool_mode = ${mode}
default_pool_size = 60
ignore_startup_parameters = options,statement_timeout,idle_in_transaction_session_timeout
${more}
`,
  );
  // It refuses to run as root, and whoever it is then reads its settings.
  await chmod(folder, 0o755);
  const asUser = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const child = spawn(executable, [...asUser, settings], { stdio: "ignore" });
  await waitFor(() => isListening(port), { what: "pgBouncer" });
  const url = new URL(databaseUrl);
  Object.assign(url, { hostname: "127.0.0.1", port: String(port) });
  return {
    url: url.href,
    async stop() {
      await stopProcess(child, { askWith: "SIGTERM", forceWith: "SIGKILL" });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
