-- A claim looks here once, and only where any batch is still to be started looks further for those of its operations.
CREATE INDEX batches_unstarted ON batches (id) WHERE status = 'Initiated';
