-- Whoever starts, resumes or deletes something of a person that others of that person hear of, holds the person's lock
-- until the end of the transaction: what one writes and then looks for, the other sees. The locks are taken in the
-- order of their numbers, so that two transactions never wait for each other in a circle.

-- :name take
select pg_advisory_xact_lock(number)
from (
  select distinct hashtextextended(key, :seed::bigint) as number
  from unnest(:keys::text[]) as k (key)
  order by number
) as numbers
