import type { ResourceUsage } from "@longhaul/db";
import type { TaskUsage } from "../phases/protocol.ts";

type UsageSample = NonNullable<ResourceUsage["samples"]>[number];

const MIN_SAMPLE_MS = 250;
/** Kept of an operation; beyond that every second one goes, and they are taken as far apart as those that stay. */
const MOST_SAMPLES = 60;

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
  let samples: readonly UsageSample[] = earlier?.samples ?? [];
  let sampleEveryMs = Math.max(MIN_SAMPLE_MS, spanOf(samples) / MOST_SAMPLES);
  let phase: TaskUsage | null = null;
  let previous = { at: startedAt, cpuSeconds: 0 };
  let cpuPercent: number | undefined;

  const cpuSeconds = (): number => ended.cpuSeconds + (phase?.cpuSeconds ?? 0);
  const percent = (seconds: number, wallMs: number): number =>
    Math.round((100_000 * seconds) / Math.max(1, wallMs) / cpuUnits);

  function takeSample(): void {
    const at = Date.now();
    const last = samples.at(-1);
    if (phase === null || (last !== undefined && at - last[0] < sampleEveryMs)) return;
    samples = [...samples, [at, cpuPercent ?? null, phase.memoryBytes]];
    if (samples.length <= MOST_SAMPLES) return;
    samples = samples.filter((_, idx) => idx % 2 === 0);
    sampleEveryMs = spanOf(samples) / (samples.length - 1);
  }

  return {
    report(usage) {
      phase = usage;
      peak = Math.max(peak, usage.memoryBytes);
      const now = performance.now();
      if (now - previous.at >= MIN_SAMPLE_MS) {
        cpuPercent = percent(cpuSeconds() - previous.cpuSeconds, now - previous.at);
        previous = { at: now, cpuSeconds: cpuSeconds() };
      }
      takeSample();
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
        ...(samples.length === 0 ? {} : { samples }),
      };
    },
  };
}

const spanOf = (samples: readonly UsageSample[]): number => (samples.at(-1)?.[0] ?? 0) - (samples[0]?.[0] ?? 0);
