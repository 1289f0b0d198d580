import type { OperationDetails } from "@longhaul/sdk";
import { useClient } from "../../api/client.ts";
import { usePolled, type Polled } from "../../api/use-polled.ts";

const LOOK_AGAIN_MS = 3_000;

/** The request and history of an operation; polled while the operation is open, and once more when it has ended. */
export function useDetails(operationId: string, isOpen: boolean): Polled<OperationDetails> {
  const client = useClient();
  return usePolled(
    `${operationId}${isOpen ? "" : " ended"}`,
    (signal) => client.operations.resume(operationId).details({ signal }),
    { everyMs: isOpen ? LOOK_AGAIN_MS : 0 },
  );
}
