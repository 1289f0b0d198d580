import type { Logger } from "@longhaul/runtime";
import { storageHosts } from "@longhaul/storage";
import type { WorkerConfig } from "../settings/config.ts";
import type { PhaseProcessSettings } from "./phase-process.ts";
import { findKernelWalls } from "./walls/kernel-walls.ts";
import { openPhaseCgroups } from "./walls/phase-cgroups.ts";

type Walls = Pick<PhaseProcessSettings, "walls" | "openCgroup" | "hosts" | "onLimitFault">;

/**
 * Sets up the limits of phase processes that the system enforces. It tries each once and logs which work, because that depends on
 * the machine.
 * @throws Error when `PHASE_CGROUP` can't be used
 */
export function openWalls(
  config: Pick<WorkerConfig, "storageUrl" | "phaseUser" | "phaseHosts" | "phaseCgroup">,
  logger: Pick<Logger, "info" | "warn">,
): Walls {
  const walls = findKernelWalls(config.phaseUser);
  const openCgroup = config.phaseCgroup === undefined ? undefined : openPhaseCgroups(config.phaseCgroup);
  const hosts = [...storageHosts(config.storageUrl), ...config.phaseHosts];
  logger.info(
    {
      memory: openCgroup === undefined ? (walls.limits ? "rlimit" : "watched") : "cgroup",
      processors: openCgroup === undefined ? "by priority" : "cgroup",
      network: hosts.length > 0 ? hosts : walls.withoutNetwork.length > 0 ? "none, by the kernel" : "none, by Node",
      endWithWorker: walls.endWithWorker.length > 0,
    },
    "what phase processes are kept to",
  );
  return {
    walls,
    openCgroup,
    hosts,
    onLimitFault: (err) => logger.warn({ err }, "a limit of a phase process isn't kept"),
  };
}
