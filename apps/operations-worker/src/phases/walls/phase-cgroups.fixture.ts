// Tries groups on the kernel that it runs on: <folder of cgroup v2> <file for what came of it>
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { openPhaseCgroups, type PhaseCgroup } from "./phase-cgroups.ts";
import { watchProcess, type ProcessSample } from "./watch-process.ts";

const [folder = "", answer = ""] = process.argv.slice(2);

/** Runs a line of shell in a group, from its first step on. */
function runIn(group: PhaseCgroup, line: string) {
  const child = spawn("sh", ["-c", `read go; ${line}`], { stdio: ["pipe", "ignore", "ignore"] });
  const exited = once(child, "exit");
  group.add(child.pid ?? 0);
  child.stdin.end("\n");
  return { child, exited };
}

mkdirSync(`${folder}/phase-1-1`); // as a worker before has left it
const open = openPhaseCgroups(folder);
const leftOver = readdirSync(folder).filter((name) => name.startsWith("phase-"));

const half = open();
half.limit(0.5, 2 ** 30);
const { child: spinning, exited } = runIn(half, "while :; do :; done");
const samples: ProcessSample[] = [];
const end = watchProcess(spinning.pid ?? 0, (sample) => samples.push(sample));
await delay(6000);
end();
spinning.kill("SIGKILL");
await exited;
const [first, last] = [samples[0], samples.at(-1)];
const share =
  first === undefined || last === undefined ? null : (last.cpuSeconds - first.cpuSeconds) / (last.atSec - first.atSec);

const small = open();
small.limit(1, 64 * 2 ** 20);
const [, signal] = await runIn(small, "exec dd if=/dev/zero of=/dev/null bs=256M count=1").exited;
const outOfMemory = { signal: String(signal), known: small.ranOutOfMemory(), other: half.ranOutOfMemory() };

for (const group of [half, small]) group.remove();
const left = readdirSync(folder).filter((name) => name.startsWith("phase-"));
writeFileSync(answer, JSON.stringify({ leftOver, share, outOfMemory, left }));
