// Builds the image without Docker, judges it, and lets its processes work on real stores: pnpm image:check
import { loadavg } from "node:os";
import { findOnPath } from "../find-on-path.ts";
import { buildImage } from "./build-image.ts";
import { judgeImage } from "./judge-image.ts";
import { mountImage } from "./mounted-image.ts";
import { runImage } from "./run-image.ts";

// Where chroot and mount are, which a shell's PATH may not name.
process.env["PATH"] = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const redis = findOnPath("redis-server");
const hasTools = ["buildah", "mmdebstrap", "unshare"].every((command) => findOnPath(command) !== null);
if (redis === null || !hasTools || process.getuid?.() !== 0) {
  say("needs root on Linux, and buildah, mmdebstrap, unshare, redis-server on the PATH");
  process.exitCode = 2;
} else {
  const begunAt = performance.now();
  const image = await mountImage(await buildImage());
  const builtS = Math.round((performance.now() - begunAt) / 1000);
  try {
    const faults = judgeImage(image);
    for (const fault of faults) say(fault);
    const { readyMs, reportMs, faults: whileRunning } = await runImage(image, redis);
    for (const fault of whileRunning) say(fault);
    const seconds = [readyMs, reportMs].map((ms) => (ms / 1000).toFixed(1));
    say(
      `image: ${Math.round(image.bytes / 1e6)} MB, user ${image.user}, root read-only · built in ${builtS} s · all processes ready after ${seconds[0]} s, upload to reports ${seconds[1]} s · load ${loadavg()[0]?.toFixed(1)}`,
    );
    if (faults.length + whileRunning.length > 0) process.exitCode = 1;
  } finally {
    await image.close();
  }
}
