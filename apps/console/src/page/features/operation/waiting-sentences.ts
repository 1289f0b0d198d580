import type { WaitingFor } from "@longhaul/contracts";
import { formatBytes, formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";

/** The sentences that explain why an operation waits, in the reader's language. */
export function sentencesOf(waitingFor: WaitingFor, nowMs: number): readonly string[] {
  const texts = t.value.waiting;
  switch (waitingFor.reason) {
    case "Dependencies":
      return [dependenciesOf(waitingFor)];
    case "Queue":
      if (waitingFor.position === undefined) return [texts.freeWorker];
      return waitingFor.position === 1 ? [placeOf(waitingFor), texts.aboutToStart] : [placeOf(waitingFor)];
    case "NoWorker":
      return [texts.noWorker, placeOf(waitingFor)];
    case "Capacity": {
      const { needs, free } = waitingFor;
      return [
        ...(needs === undefined ? [] : [texts.capacity(...roomOf(needs))]),
        ...(free === undefined ? [] : [texts.nearest(...roomOf(free))]),
        placeOf(waitingFor),
      ];
    }
    case "Quota": {
      const { quotas = [] } = waitingFor;
      const full = quotas.map(({ quota, level, used, limit }) =>
        texts.quota[level](formatNumber(used), formatNumber(limit), t.value.system.quotaNames[quota]),
      );
      return [...(full.length === 0 ? [texts.quotaNow] : full), texts.whenRoom];
    }
    case "NextAttempt": {
      const { attempt = 2, nextAttempt } = waitingFor;
      const seconds = nextAttempt === undefined ? 0 : (Date.parse(nextAttempt) - nowMs) / 1000;
      const written = formatNumber(attempt);
      return [seconds < 1 ? texts.attemptNow(written) : texts.attempt(written, formatDuration(Math.round(seconds)))];
    }
    case "Lease": {
      const { leaseEnded } = waitingFor;
      const seconds = leaseEnded === undefined ? 0 : Math.round((nowMs - Date.parse(leaseEnded)) / 1000);
      return [texts.lease(formatDuration(Math.max(1, seconds)))];
    }
  }
}

function dependenciesOf({ dependencies = [], openDependencies = dependencies.length }: WaitingFor): string {
  const texts = t.value.waiting;
  if (dependencies.length === 0) return texts.allDone;
  const statuses = new Map(Object.entries(t.value.operations.status));
  const names = dependencies.map(({ name, status }) => texts.dependency(name, statuses.get(status) ?? status));
  const more = openDependencies - dependencies.length;
  const list = more > 0 ? `${names.join(", ")} ${texts.others(formatNumber(more))}` : names.join(", ");
  return `${texts.dependencies(openDependencies, formatNumber(openDependencies))} ${list}.`;
}

function placeOf({ position = 1, isAtLeast = false }: WaitingFor): string {
  const texts = t.value.waiting;
  if (isAtLeast) return texts.placeAtLeast(formatNumber(position));
  return position === 1 ? texts.next : texts.place(formatNumber(position), position - 1, formatNumber(position - 1));
}

function roomOf({ cpuUnits, memoryGB }: NonNullable<WaitingFor["needs"]>): readonly [cpu: string, memory: string] {
  return [t.value.waiting.cpuUnits(cpuUnits, formatNumber(cpuUnits)), formatBytes(memoryGB * 1e9)];
}
