import type { OperationRecord } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";

/** What retention has deleted is gone, not unknown. @throws DomainError `gone` */
export function refuseExpired({ expiredAt }: Pick<OperationRecord, "expiredAt">): void {
  if (expiredAt !== null) throw new DomainError("gone", "the operation ended so long ago that its history was deleted");
}
