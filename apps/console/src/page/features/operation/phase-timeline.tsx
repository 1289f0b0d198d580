import type { OperationPhase, OperationStatusAnswer } from "@longhaul/contracts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Elapsed, now } from "../../ui/elapsed.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Time } from "../../ui/time.tsx";

/** Phases over real time: where each began and ended, what runs now, and what is still to come. */
export function PhaseTimeline({ operation }: { readonly operation: OperationStatusAnswer }) {
  const texts = t.value.operation;
  const { phases, progress } = operation;
  const span = spanOf(phases);
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.phases}</h2>
        <span class="soft">{texts.phasesDone(progress.phasesCompleted, progress.totalPhases)}</span>
      </header>
      <ol class="phases">
        {phases.map((phase) => (
          <li key={phase.phaseName} class={`phase is-${phase.status.toLowerCase()}`}>
            <div class="phase-name">
              <strong>{phase.phaseName}</strong>
              <StatusBadge
                status={phase.status}
                {...(phase.status === "Pending" ? { name: texts.phasePending } : {})}
              />
            </div>
            <div class="phase-track">
              <PhaseBar phase={phase} span={span} />
            </div>
            <div class="phase-facts">
              {phase.startTime === undefined ? (
                <span class="none">
                  {phase.estimatedDuration === undefined ? "–" : texts.expected(phase.estimatedDuration)}
                </span>
              ) : (
                <>
                  <span>
                    <Time at={phase.startTime} /> · <Elapsed from={phase.startTime} to={phase.endTime} />
                  </span>
                  {phase.recordsProcessed !== undefined && (
                    <span>
                      {formatNumber(phase.recordsProcessed)} {texts.records.toLowerCase()}
                    </span>
                  )}
                </>
              )}
              {phase.currentActivity !== undefined && <span class="phase-activity">{phase.currentActivity}</span>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

function spanOf(phases: readonly OperationPhase[]): Span {
  const starts = phases.flatMap(({ startTime }) => (startTime === undefined ? [] : [Date.parse(startTime)]));
  const ends = phases.flatMap(({ startTime, endTime }) => {
    if (startTime === undefined) return [];
    return [endTime === undefined ? now.value : Date.parse(endTime)];
  });
  const startMs = Math.min(...starts);
  return { startMs, endMs: Math.max(startMs + 1_000, ...ends) };
}

function PhaseBar({ phase, span }: { readonly phase: OperationPhase; readonly span: Span }) {
  if (phase.startTime === undefined) return null;
  const whole = span.endMs - span.startMs;
  const start = Date.parse(phase.startTime);
  const end = phase.endTime === undefined ? now.value : Date.parse(phase.endTime);
  const left = (100 * (start - span.startMs)) / whole;
  const width = Math.max(0, (100 * (end - start)) / whole);
  return (
    <span class="phase-bar" style={{ left: `${left}%`, width: `max(4px, ${Math.min(width, 100 - left)}%)` }}>
      {phase.status === "Running" && phase.progress !== undefined && (
        <span class="phase-done" style={{ width: `${phase.progress}%` }} />
      )}
    </span>
  );
}
