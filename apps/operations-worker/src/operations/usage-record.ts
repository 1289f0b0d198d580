import type { ResourceUsage } from "@longhaul/db";
import type { TaskUsage } from "../phases/protocol.ts";

/** Adds up what the phases of one claim of an operation use. */
export interface UsageRecord {
  /** The current phase's process reports. */
  report(usage: TaskUsage): void;
  /** The worker itself moved bytes for the operation. */
  readonly addNetworkBytes: (bytes: number) => void;
  /** The current phase has ended. */
  endPhase(): void;
  /** What is known so far: before the first report, what earlier claims used and what was moved since. */
  current(): ResourceUsage;
}

/** Starts from what earlier claims of the operation used, since a resumed operation has paid for that, too. */
export function createUsageRecord(earlier: ResourceUsage | null, cpuUnits: number): UsageRecord {
  const startedAt = performance.now();
  const before = { cpuSeconds: earlier?.cpuSeconds ?? 0, diskBytes: earlier?.diskBytes ?? 0 };
  let networkBytes = earlier?.networkBytes ?? 0;
  let peak = earlier?.peakMemoryBytes ?? 0;
  let ended = { cpuSeconds: 0, writtenBytes: 0, networkBytes: 0 };
  let phase: TaskUsage | null = null;
  let previous = { at: startedAt, cpuSeconds: 0 };
  let cpuPercent: number | undefined;

  const cpuSeconds = (): number => ended.cpuSeconds + (phase?.cpuSeconds ?? 0);
  const percent = (seconds: number, wallMs: number): number =>
    Math.round((100_000 * seconds) / Math.max(1, wallMs) / cpuUnits);

  return {
    report(usage) {
      phase = usage;
      peak = Math.max(peak, usage.memoryBytes);
      const now = performance.now();
      if (now - previous.at >= 250) {
        cpuPercent = percent(cpuSeconds() - previous.cpuSeconds, now - previous.at);
        previous = { at: now, cpuSeconds: cpuSeconds() };
      }
    },
    addNetworkBytes(bytes) {
      networkBytes += bytes;
    },
    endPhase() {
      if (phase === null) return;
      ended = {
        cpuSeconds: ended.cpuSeconds + phase.cpuSeconds,
        writtenBytes: ended.writtenBytes + phase.writtenBytes,
        networkBytes: ended.networkBytes + phase.networkBytes,
      };
      phase = { ...phase, cpuSeconds: 0, writtenBytes: 0, networkBytes: 0 };
    },
    current() {
      const moved = networkBytes + ended.networkBytes + (phase?.networkBytes ?? 0);
      if (phase === null) return { ...earlier, networkBytes: moved };
      return {
        ...(cpuPercent === undefined ? {} : { cpuPercent }),
        averageCpuPercent: percent(cpuSeconds(), performance.now() - startedAt),
        memoryBytes: phase.memoryBytes,
        peakMemoryBytes: peak,
        diskBytes: before.diskBytes + ended.writtenBytes + phase.writtenBytes,
        networkBytes: moved,
        cpuSeconds: Number((before.cpuSeconds + cpuSeconds()).toFixed(3)),
      };
    },
  };
}
