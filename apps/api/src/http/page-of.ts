const MAX_PAGE_SIZE = 100;

export interface PageQuery<Status = never> {
  readonly page: number;
  readonly pageSize: number;
  readonly status?: Status;
}

/** The page of a query, of at most 100: `wanted` for the ledger, `paging` for the answer. */
export function pageOf<Status = never>({ page, pageSize, status }: PageQuery<Status>) {
  const size = Math.min(MAX_PAGE_SIZE, pageSize);
  return {
    paging: { page, pageSize: size },
    wanted: { size, offset: (page - 1) * size, ...(status === undefined ? {} : { status }) },
  };
}
