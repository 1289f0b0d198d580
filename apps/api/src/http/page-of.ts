const MAX_PAGE_SIZE = 100;

export interface PageQuery<Status = never> {
  readonly page: number;
  readonly pageSize: number;
  readonly status?: Status;
}

/** The page that a query names: as the ledger is asked for it, and as the answer tells it. No page has more than 100. */
export function pageOf<Status = never>({ page, pageSize, status }: PageQuery<Status>) {
  const size = Math.min(MAX_PAGE_SIZE, pageSize);
  return {
    paging: { page, pageSize: size },
    wanted: { size, offset: (page - 1) * size, ...(status === undefined ? {} : { status }) },
  };
}
