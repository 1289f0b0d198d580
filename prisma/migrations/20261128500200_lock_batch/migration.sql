-- Claims lock the batches that they start themselves: nobody asks for new ones only.
DROP FUNCTION IF EXISTS lock_batch(text, boolean);
