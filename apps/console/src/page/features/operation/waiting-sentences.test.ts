import type { WaitingFor } from "@longhaul/contracts";
import { beforeAll, expect, it, vi } from "vitest";

// What the page has of the browser when it chooses its language.
vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
vi.stubGlobal("document", { documentElement: { lang: "" } });

const NOW = Date.parse("2026-03-01T10:00:00Z");
const detail = "the API's own words";
const room = { needs: { cpuUnits: 4, memoryGB: 8 }, free: { cpuUnits: 1, memoryGB: 2.5 } };

const CASES: readonly (readonly [what: string, waitingFor: WaitingFor, en: string, fr: string])[] = [
  [
    "one dependency",
    { reason: "Dependencies", detail, dependencies: [{ name: "load", status: "Running" }], openDependencies: 1 },
    "It waits for an operation of its batch: “load” (running).",
    "Elle attend une opération de son lot : « load » (en cours).",
  ],
  [
    "more dependencies than are named",
    {
      reason: "Dependencies",
      detail,
      dependencies: [
        { name: "a", status: "Initiated" },
        { name: "b", status: "Running" },
      ],
      openDependencies: 1200,
    },
    "It waits for 1,200 operations of its batch: “a” (waiting), “b” (running) and 1,198 more.",
    "Elle attend 1 200 opérations de son lot : « a » (en attente), « b » (en cours) et 1 198 de plus.",
  ],
  [
    "dependencies that have just completed",
    { reason: "Dependencies", detail },
    "What it depends on has completed; it is about to join the queue.",
    "Tout ce dont elle dépend est terminé ; elle va rejoindre la file.",
  ],
  [
    "the first place",
    { reason: "Queue", detail, position: 1 },
    "It is the next in the queue. A worker is about to take it.",
    "Elle est la prochaine de la file. Un worker va la prendre.",
  ],
  [
    "the second place",
    { reason: "Queue", detail, position: 2 },
    "It is number 2 in the queue: one comes before it.",
    "Elle est numéro 2 dans la file : une autre passe avant elle.",
  ],
  [
    "a place far behind",
    { reason: "Queue", detail, position: 1001, isAtLeast: true },
    "It is number 1,001 in the queue, or later.",
    "Elle est numéro 1 001 dans la file, ou plus loin.",
  ],
  [
    "a worker that is to go on",
    { reason: "Queue", detail },
    "A worker goes on with it as soon as one is free.",
    "Un worker la reprend dès qu’il y en a un de libre.",
  ],
  [
    "room on a worker",
    { reason: "Capacity", detail, position: 3, ...room },
    "No worker has the 4 CPU units and 8 GB free that it needs. The nearest one has 1 CPU unit and 2.5 GB. It is number 3 in the queue: 2 come before it.",
    "Aucun worker n’a de libre ce qu’il lui faut : 4 processeurs et 8 Go. Le plus proche a 1 processeur et 2,5 Go. Elle est numéro 3 dans la file : 2 autres passent avant elle.",
  ],
  [
    "any worker",
    { reason: "NoWorker", detail, position: 1 },
    "No worker is there. It is the next in the queue.",
    "Aucun worker n’est là. Elle est la prochaine de la file.",
  ],
  [
    "a quota",
    { reason: "Quota", detail, quotas: [{ quota: "cpuUnits", level: "project", limit: 8, used: 8 }] },
    "Its project is at its quota: 8 of 8 (CPU units of what runs). It starts within seconds of when there is room.",
    "Son projet est à son quota : 8 sur 8 (Processeurs de ce qui s’exécute). Elle commence quelques secondes après que la place se libère.",
  ],
  [
    "a quota that has just been freed",
    { reason: "Quota", detail, quotas: [] },
    "Its tenant was at its quota a moment ago. It starts within seconds of when there is room.",
    "Son client était à son quota il y a un instant. Elle commence quelques secondes après que la place se libère.",
  ],
  [
    "the next attempt",
    { reason: "NextAttempt", detail, attempt: 3, nextAttempt: "2026-03-01T10:03:00Z" },
    "Attempt 3 begins in 3 min.",
    "L’essai 3 commence dans 3 min.",
  ],
  [
    "an attempt that is due",
    { reason: "NextAttempt", detail, attempt: 2, nextAttempt: "2026-03-01T09:59:59Z" },
    "Attempt 2 begins now.",
    "L’essai 2 commence maintenant.",
  ],
  [
    "another worker",
    { reason: "Lease", detail, leaseEnded: "2026-03-01T09:59:56Z" },
    "Its worker's lease ended 4 sec ago; another worker takes over.",
    "Le bail de son worker a pris fin il y a 4 s ; un autre worker prend la suite.",
  ],
];

let say: (language: "en" | "fr", waitingFor: WaitingFor) => string;
beforeAll(async () => {
  const { setLanguage } = await import("../../texts/language.ts");
  const { sentencesOf } = await import("./waiting-sentences.ts");
  say = (language, waitingFor) => {
    setLanguage(language);
    return sentencesOf(waitingFor, NOW).join(" ").replaceAll(/\s/gu, " ");
  };
});

it.each(CASES)("says that an operation waits for %s", (_what, waitingFor, en, fr) => {
  expect([say("en", waitingFor), say("fr", waitingFor)]).toEqual([en, fr]);
});
