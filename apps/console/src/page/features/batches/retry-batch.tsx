import type { BatchAnswer } from "@longhaul/contracts";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { Confirm } from "../../ui/confirm.tsx";

type Operation = BatchAnswer["operations"][number];

const ENDED: ReadonlySet<string> = new Set(["Failed", "Timeout", "Cancelled"]);

/** Operations that can be retried in their places: they didn't complete, and all that they depend on has. */
export function firstToRetry(operations: readonly Operation[]): readonly Operation[] {
  const statusOf = new Map(operations.map(({ operationKey, status }) => [operationKey, status]));
  return operations.filter(
    ({ status, dependencies }) => ENDED.has(status) && dependencies.every((key) => statusOf.get(key) === "Completed"),
  );
}

/** Runs again what didn't complete of a batch, in its place: those that were cancelled with it wait for it again. */
export function RetryBatch({
  operations,
  onDone,
}: {
  readonly operations: readonly Operation[];
  readonly onDone: () => void;
}) {
  const client = useClient();
  const texts = t.value.batches;
  const [isAsking, setAsking] = useState(false);
  const first = firstToRetry(operations);
  if (first.length === 0) return null;
  return (
    <>
      <Action permission="operate" onClick={() => setAsking(true)}>
        {texts.retry}
      </Action>
      {isAsking && (
        <Confirm
          title={texts.retryTitle(first.length)}
          text={texts.retryText}
          action={texts.retry}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            for (const { operationId } of first) await client.operations.resume(operationId).retry({ cascade: true });
            onDone();
          }}
        />
      )}
    </>
  );
}
