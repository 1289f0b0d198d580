import { networkBytes } from "./network-meter.ts";
import type { TaskUsage } from "./protocol.ts";

/** Bytes of one block in `ru_oublock`. */
const BLOCK_BYTES = 512;

/** Measures what this process uses from now on. */
export function startUsageMeter(): () => TaskUsage {
  const cpu = process.cpuUsage();
  const moved = networkBytes();
  const written = process.resourceUsage().fsWrite;
  return () => {
    const used = process.cpuUsage(cpu);
    return {
      cpuSeconds: (used.user + used.system) / 1e6,
      memoryBytes: process.memoryUsage.rss(),
      writtenBytes: (process.resourceUsage().fsWrite - written) * BLOCK_BYTES,
      networkBytes: networkBytes() - moved,
    };
  };
}
