// A process with a phase that lets nothing else run.
import { waitFor } from "@longhaul/testing";
import { NO_HOOKS, SMALL, trialPoolSettings, trialTask } from "../../test/trial-pool.ts";
import { createPhasePool } from "../phase-pool.ts";
import { watchProcess } from "./watch-process.ts";

const pool = createPhasePool(trialPoolSettings(process.env["FOLDER"] ?? ""), { warm: 1, spares: 0 });
const phaseProcess = pool.acquire("a", SMALL);
phaseProcess.run(trialTask({ behaviour: "spin" }), NO_HOOKS);
const phasePid = phaseProcess.pid ?? 0;
let cpuSeconds = 0;
watchProcess(phasePid, (sample) => (cpuSeconds = sample.cpuSeconds));
await waitFor(() => cpuSeconds > 2, { what: "a phase that spins" });
process.send?.({ type: "ready", phasePid });
