import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findFreePort } from "./find-free-port.ts";
import { findOnPath } from "./find-on-path.ts";
import { isListening } from "./is-listening.ts";
import { stopProcess } from "./stop-process.ts";
import { waitFor } from "./wait-for.ts";

const RULES = fileURLToPath(new URL("../../../apps/deploy/prometheus/alerts.yml", import.meta.url));

/** Prometheus of this machine; null where it has none. */
export const findPrometheus = (): string | null => findOnPath("prometheus");

export interface RunningPrometheus {
  /** `data` of an answer of its HTTP API. */
  ask(path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * A Prometheus with the alert rules that Longhaul ships, asking each process every second.
 * @param targets ports of 127.0.0.1 by the name of the job
 */
export async function startPrometheus(
  executable: string,
  targets: ReadonlyMap<string, number>,
): Promise<RunningPrometheus> {
  const [folder, port] = [await mkdtemp(join(tmpdir(), "longhaul-prometheus-")), await findFreePort()];
  const settings = join(folder, "prometheus.json");
  // JSON is YAML.
  await writeFile(
    settings,
    JSON.stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [RULES],
      scrape_configs: [...targets].map(([name, at]) => ({
        job_name: name,
        static_configs: [{ targets: [`127.0.0.1:${at}`] }],
      })),
    }),
  );
  const child = spawn(
    executable,
    [
      `--config.file=${settings}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: "ignore" },
  );
  await waitFor(() => isListening(port), { what: "Prometheus" });
  return {
    async ask(path, parameters = {}) {
      const answer = await fetch(
        `http://127.0.0.1:${port}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`,
      );
      const { data, error } = (await answer.json()) as { readonly data?: unknown; readonly error?: string };
      if (!answer.ok) throw new Error(`${path}: ${error ?? answer.status}`);
      return data;
    },
    async stop() {
      await stopProcess(child, { askWith: "SIGTERM", forceWith: "SIGKILL" });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Checks the alert rules as Prometheus' own tool does. @throws Error with what it says is wrong */
export const checkRules = async (): Promise<string> =>
  (await promisify(execFile)("promtool", ["check", "rules", RULES])).stdout;
